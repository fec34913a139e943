// Whatever is changed in whatever order, the sums of invoices hold.
import fc from "fast-check";
import { expect, it } from "vitest";
import { adjustBalance, balanceCreateParams } from "../../src/billing/balance/customer-balance.ts";
import { createPrice } from "../../src/billing/catalog/prices.ts";
import { createProduct, productCreateParams } from "../../src/billing/catalog/products.ts";
import type { Invoice } from "../../src/billing/core/objects.ts";
import { given } from "../../src/billing/core/params/given.ts";
import { StripeError } from "../../src/billing/core/stripe-error.ts";
import {
	createCustomer,
	customerCreateParams,
	customerUpdateParams,
	updateCustomer,
} from "../../src/billing/customers/customers.ts";
import { attachPaymentMethod } from "../../src/billing/payments/methods/attach-payment-method.ts";
import { defaultSettings } from "../../src/billing/settings.ts";
import {
	subscriptionUpdateParams,
	updateSubscription,
} from "../../src/billing/subscriptions/change/update-subscription.ts";
import {
	createSubscription,
	subscriptionCreateParams,
} from "../../src/billing/subscriptions/start/create-subscription.ts";
import { createWorld, type World } from "../../src/state/world.ts";

const start = Date.UTC(2030, 0, 31, 10, 30);
const amounts = [0, 1, 999, 2900, 99_999, 1_234_567];
const intervals = ["day", "week", "month", "year"] as const;

const step = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constant("change" as const),
			price: fc.nat(amounts.length * 2 - 1),
			quantity: fc.integer({ min: 1, max: 7 }),
			behavior: fc.constantFrom("always_invoice", "create_prorations", "none"),
			anchor: fc.constantFrom("now", "unchanged"),
		}),
	},
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant("pass" as const), hours: fc.nat(900) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant("balance" as const),
			amount: fc.integer({ min: -9000, max: 9000 }),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("end" as const), hours: fc.nat(800) }) },
	{ weight: 1, arbitrary: fc.constant({ kind: "stay" as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function openWorld(mode: "classic" | "flexible") {
	const world = createWorld({
		directory: undefined,
		journalBytes: 1_000_000,
		seed: "identities",
		clock: () => new Date(start),
		settings: defaultSettings,
		onProblem(problem) {
			throw problem;
		},
	});
	const made = world.run((draft) => {
		const product = createProduct(draft, given(productCreateParams, { name: "Founder" }));
		const interval = (index: number) => intervals[index % intervals.length] ?? "month";
		const prices = amounts.flatMap((unit_amount, index) =>
			["month" as const, interval(index)].map((every) =>
				createPrice(draft, {
					product: product.id,
					currency: "usd",
					unit_amount,
					recurring: {
						interval: every,
						interval_count: 1,
						meter: undefined,
						trial_period_days: undefined,
						usage_type: undefined,
					},
				}),
			),
		);
		const customer = createCustomer(draft, given(customerCreateParams, { email: "a@example.com" }));
		const method = attachPaymentMethod(draft, "pm_card_visa", {
			customer: customer.id,
			param: "payment_method",
		});
		const invoice_settings = { default_payment_method: method.id };
		updateCustomer(draft, customer.id, given(customerUpdateParams, { invoice_settings }));
		const subscription = createSubscription(
			draft,
			given(subscriptionCreateParams, {
				customer: customer.id,
				items: [{ price: prices[6]?.id }],
				billing_mode: { type: mode },
			}),
		);
		return { customer: customer.id, prices, subscription: subscription.id };
	});
	return { world, ...made };
}

type Opened = ReturnType<typeof openWorld>;

function take({ world, customer, prices, subscription }: Opened, wanted: Step): void {
	if (wanted.kind === "pass") {
		world.advanceTo(world.now() + wanted.hours * 3600 + 7);
		return;
	}
	try {
		world.run((draft) => {
			if (wanted.kind === "balance") {
				const sent = { amount: wanted.amount, currency: "usd" };
				adjustBalance(draft, customer, given(balanceCreateParams, sent));
				return;
			}
			const item = draft.get("subscription", subscription)?.items.data[0]?.id;
			const update =
				wanted.kind === "end"
					? { cancel_at: draft.now + 3600 * (wanted.hours + 1) }
					: wanted.kind === "stay"
						? { cancel_at: null }
						: {
								items: [{ id: item, price: prices[wanted.price]?.id, quantity: wanted.quantity }],
								proration_behavior: wanted.behavior,
								billing_cycle_anchor: { type: wanted.anchor },
							};
			updateSubscription(draft, subscription, given(subscriptionUpdateParams, update));
		});
	} catch (problem) {
		if (!(problem instanceof StripeError)) throw problem;
	}
}

const sum = (parts: readonly { amount: number }[]) =>
	parts.reduce((all, { amount }) => all + amount, 0);

function checkSums(invoice: Invoice): void {
	const { lines, starting_balance, total } = invoice;
	expect(sum(lines.data)).toBe(invoice.subtotal);
	const off = sum(invoice.total_discount_amounts ?? []);
	expect(total).toBe(invoice.subtotal - off + sum(invoice.total_taxes ?? []));
	expect(invoice.amount_due).toBe(Math.max(0, total + starting_balance));
	expect(invoice.amount_remaining).toBe(invoice.amount_due - invoice.amount_paid);
	if (invoice.ending_balance !== null) {
		expect(invoice.ending_balance).toBe(Math.min(0, total + starting_balance));
	}
}

/** Every movement of the balance is written down, and the last of them is where it stands. */
function checkBalance(world: World, customer: string): void {
	world.run((draft) => {
		const moves = [
			...draft.list("customer_balance_transaction", { group: `customer:${customer}` }),
		];
		expect(draft.get("customer", customer)?.balance).toBe(sum(moves));
		expect(moves[0]?.ending_balance ?? 0).toBe(sum(moves));
	});
}

it.each(["classic", "flexible"] as const)("holds in %s billing mode", (mode) => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
			const opened = openWorld(mode);
			for (const one of steps) take(opened, one);
			const { world, customer } = opened;
			const invoices = world.run((draft) => [...draft.list("invoice")]);
			for (const invoice of invoices) checkSums(invoice);
			checkBalance(world, customer);
			world.close();
		}),
		{ numRuns: 120 },
	);
});

it("leaves nothing of a change that is undone in the same second", () => {
	const some = fc.record({
		hours: fc.integer({ min: 1, max: 700 }),
		price: fc.nat(amounts.length - 1),
		quantity: fc.integer({ min: 1, max: 9 }),
		mode: fc.constantFrom("classic" as const, "flexible" as const),
	});
	fc.assert(
		fc.property(some, ({ hours, price, quantity, mode }) => {
			const opened = openWorld(mode);
			const { world, customer, prices, subscription } = opened;
			world.advanceTo(world.now() + hours * 3600 + 11);
			world.run((draft) => {
				const before = draft.get("subscription", subscription)?.items.data[0];
				const change = (id: string | undefined, count: number) => {
					const items = [{ id: before?.id, price: id, quantity: count }];
					const anchor = { billing_cycle_anchor: { type: "unchanged" } };
					const update = given(subscriptionUpdateParams, { items, ...anchor });
					updateSubscription(draft, subscription, update);
				};
				change(prices[price * 2]?.id, quantity);
				change(before?.price.id, 1);
				const waiting = [...draft.list("invoiceitem", { group: `customer:${customer}` })];
				expect(sum(waiting)).toBe(0);
			});
			world.close();
		}),
		{ numRuns: 100 },
	);
});

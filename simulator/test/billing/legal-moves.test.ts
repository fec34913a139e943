// Whatever is asked in whatever order, objects move only along Stripe's state graphs.
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseForm } from "../../src/api/form.ts";
import { routes } from "../../src/api/routes.ts";
import type { StripeEvent } from "../../src/billing/core/collections.ts";
import { readShape } from "../../src/billing/core/params.ts";
import { isPlainObject } from "../../src/billing/core/previous-attributes.ts";
import { StripeError } from "../../src/billing/core/stripe-error.ts";
import {
	createCustomer,
	customerCreateParams as customerShape,
} from "../../src/billing/customers/customers.ts";
import { attachPaymentMethod } from "../../src/billing/payments/attach-payment-method.ts";
import { defaultSettings } from "../../src/billing/settings.ts";
import { createWorld, type World } from "../../src/state/world.ts";

/** From each status to those that may follow; a status not named here is final. */
const graphs: Record<string, Record<string, string[]>> = {
	subscription: {
		trialing: ["active", "paused", "canceled"],
		active: ["past_due", "canceled", "paused"],
		incomplete: ["active", "incomplete_expired", "canceled"],
		past_due: ["active", "canceled", "unpaid"],
		unpaid: ["active", "canceled"],
		paused: ["active", "past_due", "canceled"],
	},
	invoice: {
		draft: ["open"],
		open: ["paid", "void", "uncollectible"],
		uncollectible: ["paid", "void"],
	},
	"checkout.session": { open: ["complete", "expired"] },
	payment_intent: {
		requires_payment_method: ["requires_action", "succeeded", "canceled"],
		requires_action: ["succeeded", "requires_payment_method", "canceled"],
	},
};

const cards = [
	"4242424242424242",
	"4000000000000002",
	"4000000000000341",
	"4000002760003184",
] as const;
const step = fc.oneof(
	fc.record({
		kind: fc.constant("buy" as const),
		card: fc.constantFrom(...cards),
		trial: fc.nat(9),
	}),
	fc.record({ kind: fc.constant("create" as const), trial: fc.nat(9) }),
	fc.record({ kind: fc.constant("pass" as const), days: fc.nat(45) }),
	fc.record({ kind: fc.constant("cancel" as const), which: fc.nat(5) }),
	fc.record({ kind: fc.constant("later" as const), which: fc.nat(5), on: fc.boolean() }),
	fc.record({ kind: fc.constant("end_trial" as const), which: fc.nat(5) }),
	fc.record({ kind: fc.constant("pay" as const), which: fc.nat(5) }),
	fc.record({ kind: fc.constant("void" as const), which: fc.nat(5) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

it("makes only legal moves, and its events retell the state", () => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
			const world = aWorld();
			const price = openShop(world);
			for (const one of steps) attempt(() => perform(world, one, price));
			world.advanceTo(world.now() + 60 * 86_400);
			checkMoves([...world.state.list("event")].reverse());
			checkRetold(world);
			checkSums(world);
		}),
		{ numRuns: 60 },
	);
});

function aWorld(): World {
	return createWorld({
		directory: undefined,
		seed: "test",
		clock: () => new Date("2026-11-22T12:00:00Z"),
		settings: { ...defaultSettings, eventRetentionDays: 3650 },
		onProblem: (problem) => {
			throw problem;
		},
	});
}

/** Calls an endpoint as HTTP would, without the server around it. */
function call(world: World, method: string, path: string, form = ""): Record<string, unknown> {
	for (const route of routes) {
		const pattern = new RegExp(`^${route.path.replace(/:id/, "(?<id>[^/]+)")}$`);
		const match = pattern.exec(path);
		if (route.method !== method || match === null) continue;
		const prepared = route.prepare(parseForm(form), { id: match.groups?.id ?? "" });
		const result = world.run(prepared);
		if (result instanceof StripeError) throw result;
		return { ...result };
	}
	throw new Error(`no route for ${method} ${path}`);
}

function openShop(world: World): string {
	const product = call(world, "POST", "/v1/products", "name=Founder").id;
	const form = `product=${product}&currency=usd&unit_amount=2900&recurring[interval]=month`;
	return String(call(world, "POST", "/v1/prices", form).id);
}

function attempt(act: () => void): void {
	try {
		act();
	} catch (problem) {
		if (!(problem instanceof StripeError)) throw problem;
		expect(problem.status).toBeLessThan(500);
	}
}

function perform(world: World, one: Step, price: string): void {
	const subscriptions = [...world.state.list("subscription")];
	const invoices = [...world.state.list("invoice")];
	const chosen =
		"which" in one ? subscriptions[one.which % (subscriptions.length || 1)] : undefined;
	const invoice = "which" in one ? invoices[one.which % (invoices.length || 1)] : undefined;
	const path = `/v1/subscriptions/${chosen?.id}`;
	if (one.kind === "pass") world.advanceTo(world.now() + one.days * 86_400);
	else if (one.kind === "buy") buy(world, price, one);
	else if (one.kind === "create") create(world, price, one.trial);
	else if (one.kind === "cancel") call(world, "DELETE", path);
	else if (one.kind === "later") call(world, "POST", path, `cancel_at_period_end=${one.on}`);
	else if (one.kind === "end_trial") call(world, "POST", path, "trial_end=now");
	else if (one.kind === "pay") {
		call(world, "POST", `/v1/invoices/${invoice?.id}/pay`, "payment_method=pm_card_visa");
	} else call(world, "POST", `/v1/invoices/${invoice?.id}/void`);
}

function buy(world: World, price: string, { card, trial }: { card: string; trial: number }): void {
	const data = trial === 0 ? "" : `&subscription_data[trial_period_days]=${trial}`;
	const form = `mode=subscription&success_url=http://localhost/&line_items[0][price]=${price}${data}`;
	const session = call(world, "POST", "/v1/checkout/sessions", form);
	const entry = `card[number]=${card}&card[exp_month]=12&card[exp_year]=2040`;
	call(world, "POST", `/v1/payment_pages/${session.id}/confirm`, entry);
}

function create(world: World, price: string, trial: number): void {
	const customer = world.run((draft) => {
		const made = createCustomer(draft, readShape(customerShape, new Map()));
		attachPaymentMethod(draft, "pm_card_chargeCustomerFail", {
			customer: made.id,
			param: "payment_method",
		});
		return made;
	});
	const method = [...world.state.list("payment_method", { group: `customer:${customer.id}` })][0];
	const days = trial === 0 ? "" : `&trial_period_days=${trial}`;
	const form = `customer=${customer.id}&items[0][price]=${price}&default_payment_method=${method?.id}`;
	call(world, "POST", "/v1/subscriptions", form + days);
}

function checkMoves(events: readonly StripeEvent[]): void {
	const last = new Map<string, string>();
	for (const { type, data } of events) {
		const object: unknown = data.object;
		if (!isPlainObject(object) || typeof object.status !== "string") continue;
		const graph = graphs[String(object.object)];
		const was = last.get(String(object.id));
		if (graph !== undefined && was !== undefined && was !== object.status) {
			expect(graph[was] ?? [], `${type}: ${was} to ${object.status}`).toContain(object.status);
		}
		last.set(String(object.id), object.status);
	}
}

/** The last snapshot of each subscription is what a retrieve answers. */
function checkRetold(world: World): void {
	for (const subscription of world.state.list("subscription")) {
		const told = [...world.state.list("event")].find(
			({ type, data }) =>
				type.startsWith("customer.subscription.") &&
				"id" in data.object &&
				data.object.id === subscription.id,
		);
		expect(told?.data.object).toEqual(subscription);
	}
}

function checkSums(world: World): void {
	for (const invoice of world.state.list("invoice")) {
		const lines = invoice.lines.data.reduce((sum, line) => sum + line.amount, 0);
		expect(invoice.total).toBe(lines);
		expect(invoice.amount_paid + invoice.amount_remaining).toBe(invoice.amount_due);
	}
}

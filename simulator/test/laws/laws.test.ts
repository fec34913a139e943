import { expect, it } from "vitest";
import { checkStories, tell } from "../../verify/laws/check-stories.ts";
import { brokenEventLaws, type LoggedEvent } from "../../verify/laws/event-laws.ts";
import { brokenInvoiceLaws } from "../../verify/laws/invoice-laws.ts";
import { kinds, type Step } from "../../verify/laws/random-stories.ts";

/** Fixed, so that a red run is red again; `npm run verify -w simulator -- laws` takes others. */
const seed = 20_261_122;

it("tells random stories in which no law is broken, and every kind of request is granted", () => {
	console.log(`Random stories from seed ${seed}.`);
	const tally = checkStories({ seed, runs: 150, length: 30 });
	const never = kinds.filter((kind) => (tally.get(kind)?.granted ?? 0) === 0);
	expect(never).toEqual([]);
}, 60_000);

const made = { trial: 0, price: 0, quantity: 1, coupon: null } as const;
const create = { kind: "create", card: "pm_card_visa", bySending: false, ...made } as const;
const buy = { kind: "buy", card: "4242424242424242", trial: 0, price: 0, coupon: null } as const;
const prorated = "create_prorations";

/** Stories that broke a law once, as short as they could be made. */
const once: readonly [string, Step[]][] = [
	[
		"a subscription is canceled while its bank waits",
		[
			{ ...create, card: "pm_card_authenticationRequired" },
			{ kind: "cancel", which: 0, prorate: false, invoiceNow: false },
		],
	],
	[
		"a customer is deleted whose draft is still to be finalized",
		[
			create,
			{ kind: "item", which: 0, amount: -1, bill: true },
			{ kind: "forget_customer", which: 0 },
		],
	],
	[
		"an extra invoice fails during a trial",
		[
			{ ...buy, card: "4000000000000341", trial: 1 },
			{ kind: "item", which: 0, amount: 1, bill: false },
			{ kind: "add_item", which: 0, price: 1, proration: "always_invoice" },
		],
	],
	[
		"a paused subscription is to be scheduled",
		[
			buy,
			{ kind: "pause", which: 0 },
			{ kind: "pass", hours: 1 },
			{ kind: "schedule", which: 0, price: 0 },
		],
	],
	[
		"a cancellation is moved after the interval was changed",
		[
			{ ...buy, price: 2 },
			{ kind: "cancel_at", which: 0, days: 31 },
			{ kind: "pass", hours: 721 },
			{ kind: "switch", which: 0, price: 0, proration: prorated },
			{ kind: "cancel_at", which: 0, days: 1 },
		],
	],
	[
		"a subscription that is to end is paused and resumed",
		[
			buy,
			{ kind: "cancel_at", which: 0, days: 1 },
			{ kind: "resume", which: 0 },
			{ kind: "pass", hours: 25 },
			{ kind: "remove_item", which: 0, proration: prorated },
		],
	],
];

it.each(once)("breaks no law when %s", (_name, steps) => {
	expect(tell(steps)).toEqual([]);
});

it("sees an event log that skips, lies or ends elsewhere", () => {
	const told = (type: string, object: object, previous?: object): LoggedEvent => ({
		type,
		created: 1,
		data: {
			object: { id: "sub_1", object: "subscription", ...object },
			...(previous === undefined ? {} : { previous_attributes: { ...previous } }),
		},
	});
	const current = () => ({ id: "sub_1", object: "subscription", status: "canceled", quantity: 2 });
	const created = told("customer.subscription.created", { status: "incomplete", quantity: 1 });
	expect(
		brokenEventLaws(
			[
				created,
				told("customer.subscription.updated", { status: "past_due", quantity: 2 }, { status: "x" }),
				told("customer.subscription.updated", { status: "canceled", quantity: 3 }, { quantity: 3 }),
			],
			current,
		),
	).toEqual([
		"customer.subscription.updated: subscription sub_1 goes from incomplete to past_due",
		"customer.subscription.updated: status had changed without an event",
		"customer.subscription.updated: quantity had changed without an event",
		"customer.subscription.updated: previous_attributes.quantity did not change",
		"customer.subscription.updated: status had changed without an event",
		"customer.subscription.updated: quantity had changed without an event",
		"subscription sub_1: quantity is 2, its last event customer.subscription.updated says 3",
	]);
});

it("sees an invoice whose sums do not add up", () => {
	const line = { amount: 1000, discounts: [], discount_amounts: null };
	const sums = {
		id: "in_1",
		status: "paid" as const,
		amount_due: 1000,
		amount_paid: 900,
		amount_remaining: 50,
		amount_overpaid: 0,
		subtotal: 1100,
		total: 1100,
		starting_balance: 0,
		ending_balance: 0,
		pre_payment_credit_notes_amount: 0,
		lines: { data: [line], has_more: false },
		total_discount_amounts: null,
		total_taxes: [{ amount: 50, tax_behavior: "exclusive" }],
	};
	expect(brokenInvoiceLaws(sums)).toHaveLength(5);
	const fair = { ...sums, subtotal: 1000, total: 1050, amount_due: 1050, amount_paid: 1050 };
	expect(brokenInvoiceLaws({ ...fair, amount_remaining: 0 })).toEqual([]);
});

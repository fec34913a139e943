// Random stories: requests of every kind in any order, as data that shrinks to the few that matter.
import fc from "fast-check";

const cards = [
	"pm_card_visa",
	"pm_card_visa",
	"pm_card_chargeCustomerFail",
	"pm_card_authenticationRequired",
	"pm_card_authenticationRequiredOnSetup",
] as const;
const numbers = [
	"4242424242424242",
	"4000000000000002",
	"4000000000000341",
	"4000002760003184",
] as const;

const kind = <const Kind extends string>(name: Kind) => fc.constant(name);
const which = fc.nat(5);
const price = fc.nat(3);
const coupon = fc.option(fc.nat(2), { nil: null, freq: 3 });
const trial = fc.oneof(fc.constant(0), fc.nat(9));
const proration = fc.constantFrom("create_prorations", "always_invoice", "none");
const quantity = fc.integer({ min: 1, max: 9 });

const create = fc.record({
	kind: kind("create"),
	card: fc.constantFrom(...cards),
	bySending: fc.boolean(),
	trial,
	price,
	quantity,
	coupon,
});
const buy = fc.record({
	kind: kind("buy"),
	card: fc.constantFrom(...numbers),
	trial,
	price,
	coupon,
});

/** One thing that somebody does. `which` picks among what is there, newest first. */
const step = fc.oneof(
	{ arbitrary: fc.record({ kind: kind("pass"), hours: fc.nat(45 * 24) }), weight: 4 },
	{ arbitrary: create, weight: 2 },
	{ arbitrary: buy, weight: 2 },
	{ arbitrary: fc.record({ kind: kind("switch"), which, price, proration }), weight: 3 },
	{ arbitrary: fc.record({ kind: kind("seats"), which, quantity, proration }), weight: 3 },
	fc.record({ kind: kind("switch_and_restart"), which, price, proration }),
	fc.record({ kind: kind("add_item"), which, price, proration }),
	fc.record({ kind: kind("remove_item"), which, proration }),
	fc.record({ kind: kind("discount"), which, coupon }),
	fc.record({ kind: kind("tax"), which, on: fc.boolean() }),
	fc.record({ kind: kind("cancel"), which, prorate: fc.boolean(), invoiceNow: fc.boolean() }),
	fc.record({ kind: kind("cancel_later"), which, on: fc.boolean() }),
	fc.record({ kind: kind("cancel_at"), which, days: fc.integer({ min: 1, max: 80 }) }),
	fc.record({ kind: kind("end_trial"), which }),
	fc.record({
		kind: kind("pause_collection"),
		which,
		behavior: fc.constantFrom("void", "keep_as_draft", "mark_uncollectible", ""),
	}),
	fc.record({ kind: kind("pause"), which }),
	fc.record({ kind: kind("resume"), which }),
	fc.record({ kind: kind("schedule"), which, price }),
	fc.record({ kind: kind("release"), which }),
	fc.record({ kind: kind("pay"), which, outOfBand: fc.boolean() }),
	fc.record({
		kind: kind("invoice"),
		which,
		verb: fc.constantFrom("finalize", "void", "mark_uncollectible", "send"),
	}),
	fc.record({
		kind: kind("item"),
		which,
		amount: fc.integer({ min: -4000, max: 4000 }),
		bill: fc.boolean(),
	}),
	fc.record({ kind: kind("balance"), which, amount: fc.integer({ min: -4000, max: 4000 }) }),
	fc.record({ kind: kind("credit"), which, amount: fc.integer({ min: 1, max: 3000 }) }),
	{
		arbitrary: fc.record({
			kind: kind("refund"),
			which,
			amount: fc.integer({ min: 1, max: 1500 }),
		}),
		weight: 2,
	},
	fc.record({ kind: kind("new_card"), which, card: fc.constantFrom(...cards) }),
	fc.record({ kind: kind("detach"), which }),
	fc.record({ kind: kind("forget_customer"), which: fc.nat(20) }),
);

export type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never;

/** A subscription or two to begin with, and then up to this many steps. */
export function story(length: number): fc.Arbitrary<Step[]> {
	const beginning: fc.Arbitrary<Step[]> = fc.array(fc.oneof(create, buy), {
		minLength: 1,
		maxLength: 2,
	});
	const rest = fc.array(step, { maxLength: length });
	return fc.tuple(beginning, rest).map(([first, then]) => [...first, ...then]);
}

/** Every kind of step. */
export const kinds: readonly Step["kind"][] = [
	"pass",
	"create",
	"buy",
	"switch",
	"seats",
	"switch_and_restart",
	"add_item",
	"remove_item",
	"discount",
	"tax",
	"cancel",
	"cancel_later",
	"cancel_at",
	"end_trial",
	"pause_collection",
	"pause",
	"resume",
	"schedule",
	"release",
	"pay",
	"invoice",
	"item",
	"balance",
	"credit",
	"refund",
	"new_card",
	"detach",
	"forget_customer",
];

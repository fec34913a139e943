// Random commands about payments, and a world to give them to.
import fc from "fast-check";
import { parseForm } from "../../src/api/form.ts";
import { routes } from "../../src/api/routes.ts";
import { answerIntent } from "../../src/billing/checkout/pay/answer-intent.ts";
import { StripeError } from "../../src/billing/core/stripe-error.ts";
import { defaultSettings } from "../../src/billing/settings.ts";
import { createWorld, type World } from "../../src/state/world.ts";

const methods = [
	"pm_card_visa",
	"pm_card_chargeDeclined",
	"pm_card_chargeCustomerFail",
	"pm_card_authenticationRequired",
	"pm_card_authenticationRequiredOnSetup",
	"pm_card_createDispute",
	"pm_card_createDisputeInquiry",
	"pm_card_refundFail",
	"pm_card_pendingRefund",
	"AT611904300234573201",
	"AT861904300235473202",
] as const;
const which = fc.nat(7);
const method = fc.constantFrom(...methods);
const words = fc.constantFrom(
	"winning_evidence",
	"losing_evidence",
	"escalate_inquiry_evidence",
	"",
);
export const step = fc.oneof(
	fc.record({
		kind: fc.constant("pay" as const),
		method,
		capture: fc.constantFrom("automatic", "automatic_async", "manual"),
		confirmation: fc.constantFrom("automatic", "manual"),
		confirm: fc.boolean(),
	}),
	fc.record({ kind: fc.constant("set_up" as const), method, confirm: fc.boolean() }),
	fc.record({ kind: fc.constant("check_out" as const), method }),
	fc.record({ kind: fc.constant("update" as const), which, method }),
	fc.record({ kind: fc.constant("confirm" as const), which, method }),
	fc.record({ kind: fc.constant("answer" as const), which, succeeds: fc.boolean() }),
	fc.record({
		kind: fc.constant("capture" as const),
		which,
		amount: fc.integer({ min: 1, max: 2500 }),
	}),
	fc.record({ kind: fc.constant("cancel" as const), which }),
	fc.record({
		kind: fc.constant("refund" as const),
		which,
		amount: fc.integer({ min: 1, max: 2500 }),
	}),
	fc.record({ kind: fc.constant("plead" as const), which, words, submit: fc.boolean() }),
	fc.record({ kind: fc.constant("give_in" as const), which }),
	fc.record({ kind: fc.constant("pass" as const), hours: fc.nat(100) }),
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export function aWorld(): World {
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
function call(
	world: World,
	method: "GET" | "POST",
	path: string,
	form = "",
): Record<string, unknown> {
	for (const route of routes) {
		const pattern = new RegExp(`^${route.path.replace(/:id/, "(?<id>[^/]+)")}$`);
		const match = pattern.exec(path);
		if (route.method !== method || match === null) continue;
		const result = world.run(route.prepare(parseForm(form), { id: match.groups?.id ?? "" }));
		if (result instanceof StripeError) throw result;
		return { ...result };
	}
	throw new Error(`no route for ${method} ${path}`);
}

/** A magic card's id, or a new method of a bank account. */
function methodFor(world: World, name: string): string {
	if (name.startsWith("pm_")) return name;
	const form = `type=sepa_debit&sepa_debit[iban]=${name}`;
	return String(call(world, "POST", "/v1/payment_methods", form).id);
}

const types = "allowed_payment_method_types[0]=card&allowed_payment_method_types[1]=sepa_debit";

export function perform(world: World, one: Step): void {
	switch (one.kind) {
		case "pay": {
			const chosen = `payment_method=${methodFor(world, one.method)}&confirm=${one.confirm}`;
			const how = `capture_method=${one.capture}&confirmation_method=${one.confirmation}`;
			const form = `amount=2000&currency=eur&${types}&${chosen}&${how}`;
			call(world, "POST", "/v1/payment_intents", form);
			return;
		}
		case "set_up":
			call(
				world,
				"POST",
				"/v1/setup_intents",
				`payment_method=${methodFor(world, one.method)}&confirm=${one.confirm}&${types}`,
			);
			return;
		case "check_out":
			checkOut(world, one.method);
			return;
		case "pass":
			world.advanceTo(world.now() + one.hours * 3600);
			return;
		default:
			actOn(world, one);
	}
}

function actOn(world: World, one: Extract<Step, { which: number }>): void {
	const nth = <Item>(all: Iterable<Item>) => {
		const found = [...all];
		return found[one.which % (found.length || 1)];
	};
	const { state } = world;
	const intents = [...state.list("payment_intent"), ...state.list("setup_intent")];
	const intent = nth(intents);
	if (intent === undefined) return;
	const path = `/v1/${intent.object}s/${intent.id}`;
	if (one.kind === "update" || one.kind === "confirm") {
		const at = one.kind === "update" ? path : `${path}/confirm`;
		call(world, "POST", at, `payment_method=${methodFor(world, one.method)}`);
	} else if (one.kind === "answer") {
		world.run((draft) => answerIntent(draft, intent.id, one.succeeds));
	} else if (one.kind === "capture") {
		const held = nth(state.list("payment_intent"));
		const at = `/v1/payment_intents/${held?.id}/capture`;
		call(world, "POST", at, `amount_to_capture=${one.amount}`);
	} else if (one.kind === "cancel") {
		call(world, "POST", `${path}/cancel`);
	} else if (one.kind === "refund") {
		const form = `charge=${nth(state.list("charge"))?.id}&amount=${one.amount}`;
		call(world, "POST", "/v1/refunds", form);
	} else {
		const at = `/v1/disputes/${nth(state.list("dispute"))?.id}`;
		if (one.kind === "give_in") call(world, "POST", `${at}/close`);
		else {
			const text = one.words === "" ? "I+did+not" : one.words;
			call(world, "POST", at, `evidence[uncategorized_text]=${text}&submit=${one.submit}`);
		}
	}
}

function checkOut(world: World, method: string): void {
	const product = call(world, "POST", "/v1/products", "name=Once").id;
	const price = `product=${product}&currency=eur&unit_amount=2000`;
	const { id } = call(world, "POST", "/v1/prices", price);
	const form = `mode=payment&success_url=http://localhost/&line_items[0][price]=${id}&${types}`;
	const session = call(world, "POST", "/v1/checkout/sessions", form);
	const entry = `payment_method=${methodFor(world, method)}`;
	call(world, "POST", `/v1/payment_pages/${session.id}/confirm`, entry);
}

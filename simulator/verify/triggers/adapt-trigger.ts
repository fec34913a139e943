// Brings sequences written for older API versions up to the one the simulator speaks.
import { isRecord } from "../../test/support/schema-check.ts";
import type { Step, Trigger } from "./trigger-files.ts";

/** One adaptation: what it does to a request, and why a client must do the same. */
interface Adaptation {
	reason: string;
	/** The version since which the API refuses the older form; null where nobody says. */
	refusedSince: string | null;
	/** The requests to send instead; the same one when there is nothing to adapt. */
	adapt(step: Step, all: readonly Step[]): Step[];
}

const transferType = "payment_method_options[customer_balance][bank_transfer][type]";

const adaptations: readonly Adaptation[] = [
	{
		reason: "payment_method_types is called allowed_payment_method_types in requests",
		refusedSince: "endive",
		adapt: (step) => [
			renamed(
				renamed(step, "payment_method_types", "allowed_payment_method_types"),
				"payment_method_types[]",
				"allowed_payment_method_types[]",
			),
		],
	},
	{
		reason: "customers take no coupon any more; the discount goes onto a subscription",
		refusedSince: "basil",
		adapt: discountOnSubscription,
	},
	{
		reason: "promotion_codes.coupon is promotion[type]=coupon and promotion[coupon]",
		refusedSince: "clover",
		adapt: (step) => [
			step.path === "/v1/promotion_codes" && "coupon" in step.params
				? withParams(step, { promotion: { type: "coupon", coupon: step.params.coupon } }, "coupon")
				: step,
		],
	},
	{
		reason: "jp_bank_account is jp_bank_transfer in the list of bank transfers",
		refusedSince: null,
		adapt: (step) => [
			step.params[transferType] === "jp_bank_account"
				? withParams(step, { [transferType]: "jp_bank_transfer" }, transferType)
				: step,
		],
	},
	{
		reason: "phases[iterations] is phases[duration]",
		refusedSince: "clover",
		adapt: (step) => [step.path === "/v1/subscription_schedules" ? durations(step) : step],
	},
];

export interface Adapted {
	trigger: Trigger;
	/** What was changed and why; empty when nothing was. */
	reasons: string[];
	/** Whether the original holds a parameter that the API of today refuses. */
	originalIsRefused: boolean;
}

/** The same story in today's parameters. */
export function adaptTrigger(trigger: Trigger): Adapted {
	const applied: Adaptation[] = [];
	let { steps } = trigger;
	for (const adaptation of adaptations) {
		const all = steps;
		const adapted = all.flatMap((step) => adaptation.adapt(step, all));
		if (JSON.stringify(adapted) !== JSON.stringify(steps)) applied.push(adaptation);
		steps = adapted;
	}
	return {
		trigger: { ...trigger, steps },
		reasons: applied.map(({ reason }) => reason),
		originalIsRefused: applied.some(({ refusedSince }) => refusedSince !== null),
	};
}

function renamed(step: Step, from: string, to: string): Step {
	if (!(from in step.params)) return step;
	return withParams(step, { [to]: step.params[from] }, from);
}

function withParams(step: Step, added: Record<string, unknown>, removed: string): Step {
	const { [removed]: _gone, ...kept } = step.params;
	return { ...step, params: { ...kept, ...added } };
}

/** How a request names the id that an earlier one answered. */
function idOf(name: string): string {
	return `\${${name}:id}`;
}

function takesCoupon({ path, params }: Step): boolean {
	return path.startsWith("/v1/customers") && "coupon" in params;
}

/** A customer's coupon becomes the discount of a subscription made right after, or changed. */
function discountOnSubscription(step: Step, all: readonly Step[]): Step[] {
	if (step.path === "/v1/coupons" && all.some(takesCoupon)) {
		// One that counts once would be spent by the subscription's first invoice.
		return [withParams(step, { duration: "forever" }, "duration")];
	}
	if (!takesCoupon(step)) return [step];
	const { coupon } = step.params;
	const discounts = coupon === "" ? "" : [{ coupon }];
	const plain = withParams(step, {}, "coupon");
	if (step.path !== "/v1/customers") {
		const path = `/v1/subscriptions/${idOf("subscription")}`;
		return [{ ...plain, path, params: { discounts } }];
	}
	const made = { method: "post", credential: null, mayFailWith: null };
	const recurring = { interval: "month" };
	const price = { product: idOf("product"), currency: "usd", unit_amount: 1500, recurring };
	return [
		plain,
		{ ...made, name: "product", path: "/v1/products", params: { name: "myproduct" } },
		{ ...made, name: "price", path: "/v1/prices", params: price },
		{
			...made,
			name: "subscription",
			path: "/v1/subscriptions",
			params: {
				customer: idOf(step.name),
				items: [{ price: idOf("price") }],
				collection_method: "send_invoice",
				days_until_due: 30,
				discounts,
			},
		},
	];
}

function durations(step: Step): Step {
	const phases = isRecord(step.params.phases) ? Object.entries(step.params.phases) : [];
	const adapted = phases.map(([index, phase]) => {
		if (!isRecord(phase) || !("iterations" in phase)) return [index, phase];
		const { iterations, ...rest } = phase;
		return [index, { ...rest, duration: { interval: "month", interval_count: iterations } }];
	});
	return { ...step, params: { ...step.params, phases: Object.fromEntries(adapted) } };
}

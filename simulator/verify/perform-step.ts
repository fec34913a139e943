// Does one step of a random story, as the requests that a program would send.
import type { CollectionName } from "../src/billing/core/collections.ts";
import { StripeError } from "../src/billing/core/stripe-error.ts";
import type { InProcess } from "./in-process.ts";
import type { Step } from "./laws/random-stories.ts";

export interface Stage extends InProcess {
	/** Two monthly prices of one currency, one yearly, one of another product. */
	prices: string[];
	/** Once, repeating, for ever. */
	coupons: string[];
	taxRate: string;
	/** How often each kind of step was taken and how often it was granted. */
	tally: Map<string, { granted: number; refused: number }>;
}

/** What every story begins with. */
export function setStage(inProcess: InProcess, tally: Stage["tally"]): Stage {
	const make = (path: string, params: object) => idOf(inProcess.call("POST", path, params));
	const product = make("/v1/products", { name: "Founder" });
	const other = make("/v1/products", { name: "Support" });
	const price = (owner: string, unit_amount: number, interval: string) =>
		make("/v1/prices", {
			product: owner,
			currency: "usd",
			unit_amount,
			recurring: { interval },
		});
	return {
		...inProcess,
		tally,
		prices: [
			price(product, 2900, "month"),
			price(product, 901, "month"),
			price(product, 29_000, "year"),
			price(other, 1500, "month"),
		],
		coupons: [
			make("/v1/coupons", { percent_off: 25, duration: "once" }),
			make("/v1/coupons", { percent_off: 33, duration: "repeating", duration_in_months: 2 }),
			make("/v1/coupons", { amount_off: 700, currency: "usd", duration: "forever" }),
		],
		taxRate: make("/v1/tax_rates", { display_name: "VAT", percentage: 19, inclusive: false }),
	};
}

function idOf(made: ReturnType<InProcess["call"]>): string {
	if (made instanceof StripeError) throw made;
	return String(made.id);
}

/** Takes the step; what is refused changes nothing but what a refusal may. */
export function perform(stage: Stage, step: Step): void {
	const count = stage.tally.get(step.kind) ?? { granted: 0, refused: 0 };
	stage.tally.set(step.kind, count);
	try {
		if (act(stage, step) instanceof StripeError) count.refused += 1;
		else count.granted += 1;
	} catch (problem) {
		if (!(problem instanceof StripeError)) throw problem;
		count.refused += 1;
	}
}

/** The record that `which` picks, newest first. */
function pick(stage: Stage, name: CollectionName, which: number): string {
	const ids = [...stage.world.state.list(name)].map(({ id }) => id);
	return ids[which % Math.max(1, ids.length)] ?? "none";
}

function act(stage: Stage, step: Step): unknown {
	const { call, world } = stage;
	switch (step.kind) {
		case "pass":
			return world.advanceTo(world.now() + step.hours * 3600);
		case "create":
			return create(stage, step);
		case "buy":
			return buy(stage, step);
		case "item":
			return billItem(stage, step);
		case "balance":
		case "new_card":
		case "forget_customer":
			return actOnCustomer(stage, step);
		case "pay":
		case "invoice":
		case "credit":
			return actOnInvoice(stage, step);
		case "refund": {
			const paid = [...world.state.list("charge")].filter((one) => one.paid && !one.refunded);
			const charge = paid[step.which % Math.max(1, paid.length)]?.id ?? "none";
			return call("POST", "/v1/refunds", { charge, amount: step.amount });
		}
		case "detach":
			return call(
				"POST",
				`/v1/payment_methods/${pick(stage, "payment_method", step.which)}/detach`,
			);
		case "release": {
			const schedule = pick(stage, "subscription_schedule", step.which);
			return call("POST", `/v1/subscription_schedules/${schedule}/release`);
		}
		default:
			return actOnSubscription(stage, step, pick(stage, "subscription", step.which));
	}
}

type Of<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

function create(stage: Stage, step: Of<"create">): unknown {
	const { call } = stage;
	const customer = idOf(call("POST", "/v1/customers", { email: "ada@example.com" }));
	const method = idOf(call("POST", `/v1/payment_methods/${step.card}/attach`, { customer }));
	return call("POST", "/v1/subscriptions", {
		customer,
		items: [{ price: stage.prices[step.price], quantity: step.quantity }],
		...(step.bySending
			? { collection_method: "send_invoice", days_until_due: 14 }
			: { default_payment_method: method }),
		...(step.trial === 0 ? {} : { trial_period_days: step.trial }),
		...discounts(stage, step.coupon),
	});
}

function discounts({ coupons }: Stage, coupon: number | null): object {
	return coupon === null ? {} : { discounts: [{ coupon: coupons[coupon] }] };
}

function buy(stage: Stage, step: Of<"buy">): unknown {
	const session = stage.call("POST", "/v1/checkout/sessions", {
		mode: "subscription",
		success_url: "http://localhost/",
		line_items: [{ price: stage.prices[step.price], quantity: 1 }],
		...(step.trial === 0 ? {} : { subscription_data: { trial_period_days: step.trial } }),
		...discounts(stage, step.coupon),
	});
	const card = { number: step.card, exp_month: 12, exp_year: 2040, cvc: "123" };
	return stage.call("POST", `/v1/payment_pages/${idOf(session)}/confirm`, { card });
}

/** An amount to bill, on the next invoice or on one of its own. */
function billItem(stage: Stage, { which, amount, bill }: Of<"item">): unknown {
	const customer = pick(stage, "customer", which);
	const item = stage.call("POST", "/v1/invoiceitems", { customer, amount, currency: "usd" });
	if (!bill || item instanceof StripeError) return item;
	const params = { customer, pending_invoice_items_behavior: "include", auto_advance: true };
	return stage.call("POST", "/v1/invoices", params);
}

function actOnCustomer(
	stage: Stage,
	step: Of<"balance"> | Of<"new_card"> | Of<"forget_customer">,
): unknown {
	const { call } = stage;
	const customer = pick(stage, "customer", step.which);
	if (step.kind === "forget_customer") return call("DELETE", `/v1/customers/${customer}`);
	if (step.kind === "balance") {
		const params = { amount: step.amount, currency: "usd" };
		return call("POST", `/v1/customers/${customer}/balance_transactions`, params);
	}
	const method = idOf(call("POST", `/v1/payment_methods/${step.card}/attach`, { customer }));
	const invoice_settings = { default_payment_method: method };
	return call("POST", `/v1/customers/${customer}`, { invoice_settings });
}

function actOnInvoice(stage: Stage, step: Of<"pay"> | Of<"invoice"> | Of<"credit">): unknown {
	const { call } = stage;
	const invoice = pick(stage, "invoice", step.which);
	if (step.kind === "invoice") return call("POST", `/v1/invoices/${invoice}/${step.verb}`);
	if (step.kind === "credit") {
		return call("POST", "/v1/credit_notes", { invoice, amount: step.amount });
	}
	const how = step.outOfBand ? { paid_out_of_band: true } : { payment_method: "pm_card_visa" };
	return call("POST", `/v1/invoices/${invoice}/pay`, how);
}

type OnSubscription = Exclude<
	Step,
	Of<
		| "pass"
		| "create"
		| "buy"
		| "item"
		| "balance"
		| "new_card"
		| "forget_customer"
		| "pay"
		| "invoice"
		| "credit"
		| "refund"
		| "detach"
		| "release"
	>
>;

function actOnSubscription(stage: Stage, step: OnSubscription, id: string): unknown {
	const { call, world, prices } = stage;
	const path = `/v1/subscriptions/${id}`;
	const subscription = world.state.get("subscription", id);
	const item = subscription?.items.data.at(-1)?.id ?? "none";
	const proration_behavior = "proration" in step ? step.proration : undefined;
	const update = (params: object) => call("POST", path, params);
	switch (step.kind) {
		case "switch":
			return update({ items: [{ id: item, price: prices[step.price] }], proration_behavior });
		case "switch_and_restart": {
			const items = [{ id: item, price: prices[step.price] }];
			return update({ items, proration_behavior, billing_cycle_anchor: { type: "now" } });
		}
		case "seats":
			return update({ items: [{ id: item, quantity: step.quantity }], proration_behavior });
		case "add_item":
			return update({ items: [{ price: prices[step.price] }], proration_behavior });
		case "remove_item":
			// The only item cannot go, so another comes first.
			if (subscription?.items.data.length === 1) update({ items: [{ price: prices[3] }] });
			return update({ items: [{ id: item, deleted: true }], proration_behavior });
		case "discount":
			return update(step.coupon === null ? { discounts: "" } : discounts(stage, step.coupon));
		case "tax":
			return update({ default_tax_rates: step.on ? [stage.taxRate] : "" });
		case "cancel":
			return call("DELETE", path, { prorate: step.prorate, invoice_now: step.invoiceNow });
		case "cancel_later":
			return update({ cancel_at_period_end: step.on });
		case "cancel_at":
			return update({ cancel_at: world.now() + step.days * 86_400 });
		case "end_trial":
			return update({ trial_end: "now" });
		case "pause_collection": {
			const { behavior } = step;
			return update({ pause_collection: behavior === "" ? "" : { behavior } });
		}
		case "pause":
			return call("POST", `${path}/pause`, { type: "subscription" });
		case "resume":
			if (subscription?.status !== "paused")
				call("POST", `${path}/pause`, { type: "subscription" });
			return call("POST", `${path}/resume`, { billing_cycle_anchor: { type: "now" } });
		case "schedule":
			return call("POST", "/v1/subscription_schedules", { from_subscription: id });
	}
}

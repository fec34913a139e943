// Why a portal session cannot lead to the task that was asked for.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { PortalConfiguration, Subscription } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { findRedeemable } from "../../discounts/set-discounts.ts";
import { terminalStatuses } from "../../subscriptions/status.ts";
import type { FlowData } from "./flow-params.ts";

interface Around {
	customer: string;
	configuration: PortalConfiguration;
}

/** A flow opens only what the configuration offers, on a live subscription of the customer. */
export function refuseOddFlow(draft: Draft, flow: FlowData, around: Around): void {
	const { features } = around.configuration;
	const feature = flow.type === "subscription_update_confirm" ? "subscription_update" : flow.type;
	if (!features[feature].enabled) {
		throw invalidRequest(
			`The portal configuration does not allow the flow ${flow.type}; enable its feature first.`,
			{ param: "flow_data[type]" },
		);
	}
	if (flow.after_completion?.type === "redirect" && flow.after_completion.redirect === undefined) {
		throw missing("flow_data[after_completion][redirect]");
	}
	if (flow.type === "customer_update" || flow.type === "payment_method_update") return;
	const param = `flow_data[${flow.type}]`;
	const about = flow[flow.type];
	if (about === undefined) throw missing(param);
	const subscription = ownLive(draft, about.subscription, {
		customer: around.customer,
		param: `${param}[subscription]`,
	});
	if (flow.type === "subscription_cancel") refuseOddOffer(draft, flow, subscription);
	if (flow.type === "subscription_update_confirm") refuseOddItems(draft, flow, subscription);
	if (flow.type.startsWith("subscription_update")) refuseSeveral(subscription, param);
}

function missing(param: string) {
	return invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
}

function ownLive(
	draft: Draft,
	id: string,
	{ customer, param }: { customer: string; param: string },
): Subscription {
	const subscription = getRecord(draft, "subscription", { id, param });
	if (subscription.customer !== customer) {
		throw invalidRequest(`The subscription ${id} does not belong to this customer.`, { param });
	}
	if (!terminalStatuses.has(subscription.status)) return subscription;
	throw invalidRequest(`The subscription ${id} has ended.`, { param });
}

/** With several items nobody could say which of them was meant. Documented. */
function refuseSeveral({ id, items }: Subscription, param: string): void {
	if (items.data.length < 2) return;
	throw invalidRequest(
		`The subscription ${id} has several items; such subscriptions cannot be updated in the portal.`,
		{ param: `${param}[subscription]` },
	);
}

function refuseOddOffer(draft: Draft, flow: FlowData, subscription: Subscription): void {
	const coupon = flow.subscription_cancel?.retention?.coupon_offer.coupon;
	if (coupon === undefined) return;
	const param = "flow_data[subscription_cancel][retention][coupon_offer]";
	const given = { coupon, promotion_code: undefined };
	findRedeemable(draft, given, { purchase: purchaseOf(subscription), param });
}

function refuseOddItems(draft: Draft, flow: FlowData, subscription: Subscription): void {
	const root = "flow_data[subscription_update_confirm]";
	for (const [index, item] of (flow.subscription_update_confirm?.items ?? []).entries()) {
		const param = `${root}[items][${index}]`;
		if (!subscription.items.data.some(({ id }) => id === item.id)) {
			throw invalidRequest(`No such subscription item: '${item.id}'`, {
				code: "resource_missing",
				param: `${param}[id]`,
			});
		}
		if (item.price === undefined) continue;
		getRecord(draft, "price", { id: item.price, param: `${param}[price]` });
	}
	for (const [index, one] of (flow.subscription_update_confirm?.discounts ?? []).entries()) {
		const param = `${root}[discounts][${index}]`;
		if (one.coupon === undefined && one.promotion_code === undefined) {
			throw missing(`${param}[coupon]`);
		}
		findRedeemable(draft, one, { purchase: purchaseOf(subscription), param });
	}
}

/** Minimum amounts and products are looked at when the discount is really taken. */
function purchaseOf({ customer, currency }: Subscription) {
	return { customer, currency, amount: null, products: null };
}

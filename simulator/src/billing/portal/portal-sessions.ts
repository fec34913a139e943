// The short-lived sessions that open the customer portal, at its home or at one task of it.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { PortalConfiguration, PortalSession } from "../core/objects.ts";
import { hash, integer, list, oneOf, required, text, type Values } from "../core/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { terminalStatuses } from "../subscriptions/status.ts";
import { defaultConfiguration } from "./portal-configurations.ts";

const flowTypes = [
	"customer_update",
	"payment_method_update",
	"subscription_cancel",
	"subscription_update",
	"subscription_update_confirm",
] as const;
export const portalSessionParams = {
	customer: required(text()),
	configuration: text(),
	flow_data: hash({
		type: required(oneOf(...flowTypes)),
		after_completion: hash({
			type: required(oneOf("hosted_confirmation", "portal_homepage", "redirect")),
			redirect: hash({ return_url: required(text()) }),
			hosted_confirmation: hash({ custom_message: text(500) }),
		}),
		subscription_cancel: hash({ subscription: required(text()) }),
		subscription_update: hash({ subscription: required(text()) }),
		subscription_update_confirm: hash({
			items: required(list(hash({ id: required(text()), price: text(), quantity: integer(0) }), 1)),
			subscription: required(text()),
		}),
	}),
	locale: text(10),
	return_url: text(),
};
type FlowData = NonNullable<Values<typeof portalSessionParams>["flow_data"]>;

/** A portal page for one customer. Emits billing_portal.session.created. */
export function createPortalSession(
	draft: Draft,
	params: Values<typeof portalSessionParams>,
): PortalSession {
	const customer = getCustomer(draft, params.customer, "customer");
	const configuration = configurationOf(draft, params.configuration);
	const flow = params.flow_data;
	if (flow !== undefined) refuseOddFlow(draft, flow, { customer: customer.id, configuration });
	const id = draft.newId("bps");
	const home = `${draft.baseUrl}/p/session/${id}`;
	const session = draft.put("billing_portal.session", {
		id,
		object: "billing_portal.session",
		configuration: configuration.id,
		created: draft.now,
		customer: customer.id,
		customer_account: null,
		flow: flow === undefined ? null : toFlow(flow),
		livemode: false,
		locale: params.locale ?? null,
		on_behalf_of: null,
		return_url: params.return_url ?? configuration.default_return_url,
		url: flow === undefined ? home : `${home}/flow`,
	});
	draft.emit("billing_portal.session.created", session);
	return session;
}

function configurationOf(draft: Draft, id: string | undefined): PortalConfiguration {
	if (id === undefined) return defaultConfiguration(draft);
	const param = "configuration";
	const configuration = getRecord(draft, "billing_portal.configuration", { id, param });
	if (configuration.active) return configuration;
	throw invalidRequest(`The configuration ${id} is not active.`, { param });
}

interface Around {
	customer: string;
	configuration: PortalConfiguration;
}

/** A flow opens only what the configuration offers, on a live subscription of the customer. */
function refuseOddFlow(draft: Draft, flow: FlowData, around: Around): void {
	const { features } = around.configuration;
	const enabled = {
		customer_update: features.customer_update.enabled,
		payment_method_update: features.payment_method_update.enabled,
		subscription_cancel: features.subscription_cancel.enabled,
		subscription_update: features.subscription_update.enabled,
		subscription_update_confirm: features.subscription_update.enabled,
	}[flow.type];
	if (!enabled) {
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
	refuseOddSubscription(draft, about.subscription, {
		customer: around.customer,
		param: `${param}[subscription]`,
	});
	if (flow.type === "subscription_update_confirm") refuseOddItems(draft, flow);
}

function missing(param: string) {
	return invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
}

function refuseOddSubscription(
	draft: Draft,
	id: string,
	{ customer, param }: { customer: string; param: string },
): void {
	const subscription = getRecord(draft, "subscription", { id, param });
	if (subscription.customer !== customer) {
		throw invalidRequest(`The subscription ${id} does not belong to this customer.`, { param });
	}
	if (!terminalStatuses.has(subscription.status)) return;
	throw invalidRequest(`The subscription ${id} has ended.`, { param });
}

function refuseOddItems(draft: Draft, flow: FlowData): void {
	const about = flow.subscription_update_confirm;
	const own = draft.get("subscription", about?.subscription ?? "")?.items.data ?? [];
	for (const [index, item] of (about?.items ?? []).entries()) {
		const param = `flow_data[subscription_update_confirm][items][${index}]`;
		if (!own.some(({ id }) => id === item.id)) {
			throw invalidRequest(`No such subscription item: '${item.id}'`, {
				code: "resource_missing",
				param: `${param}[id]`,
			});
		}
		if (item.price === undefined) continue;
		getRecord(draft, "price", { id: item.price, param: `${param}[price]` });
	}
}

function toFlow(flow: FlowData): NonNullable<PortalSession["flow"]> {
	const after = flow.after_completion;
	const confirm = flow.subscription_update_confirm;
	return {
		after_completion: {
			type: after?.type ?? "portal_homepage",
			hosted_confirmation:
				after?.type === "hosted_confirmation"
					? { custom_message: after.hosted_confirmation?.custom_message ?? null }
					: null,
			redirect: after?.redirect ?? null,
		},
		customer_update: flow.type === "customer_update" ? {} : null,
		subscription_pause: null,
		subscription_cancel:
			flow.subscription_cancel === undefined
				? null
				: { subscription: flow.subscription_cancel.subscription, retention: null },
		subscription_update: flow.subscription_update ?? null,
		subscription_update_confirm:
			confirm === undefined
				? null
				: {
						discounts: null,
						items: confirm.items.map(({ id, price, quantity }) => ({
							id,
							price: price ?? null,
							...(quantity === undefined ? {} : { quantity }),
						})),
						subscription: confirm.subscription,
					},
		type: flow.type,
	};
}

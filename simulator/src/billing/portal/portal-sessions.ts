// The customer portal: its configuration and the short-lived sessions that open it.
import type { PortalSession } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { hash, oneOf, required, text, type Values } from "../core/params.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { defaultConfiguration } from "./portal-configurations.ts";

const flowTypes = [
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
	}),
	locale: text(10),
	return_url: text(),
};
/** A portal page for one customer. Emits billing_portal.session.created. */
export function createPortalSession(
	draft: Draft,
	params: Values<typeof portalSessionParams>,
): PortalSession {
	const customer = getCustomer(draft, params.customer, "customer");
	const configuration =
		params.configuration === undefined
			? defaultConfiguration(draft)
			: getRecord(draft, "billing_portal.configuration", {
					id: params.configuration,
					param: "configuration",
				});
	const id = draft.newId("bps");
	const session = draft.put("billing_portal.session", {
		id,
		object: "billing_portal.session",
		configuration: configuration.id,
		created: draft.now,
		customer: customer.id,
		customer_account: null,
		flow: toFlow(draft, params.flow_data),
		livemode: false,
		locale: params.locale ?? null,
		on_behalf_of: null,
		return_url: params.return_url ?? configuration.default_return_url,
		url: `${draft.baseUrl}/p/session/${id}`,
	});
	draft.emit("billing_portal.session.created", session);
	return session;
}

function toFlow(
	draft: Draft,
	flow: Values<typeof portalSessionParams>["flow_data"],
): PortalSession["flow"] {
	if (flow === undefined) return null;
	const cancel = flow.subscription_cancel;
	const update = flow.subscription_update;
	for (const [name, target] of [
		["subscription_cancel", cancel],
		["subscription_update", update],
	] as const) {
		if (target === undefined) continue;
		const param = `flow_data[${name}][subscription]`;
		getRecord(draft, "subscription", { id: target.subscription, param });
	}
	const after = flow.after_completion;
	return {
		after_completion: {
			type: after?.type ?? "portal_homepage",
			hosted_confirmation:
				after?.hosted_confirmation === undefined
					? null
					: { custom_message: after.hosted_confirmation.custom_message ?? null },
			redirect: after?.redirect ?? null,
		},
		customer_update: null,
		subscription_pause: null,
		subscription_cancel:
			cancel === undefined ? null : { subscription: cancel.subscription, retention: null },
		subscription_update: update ?? null,
		subscription_update_confirm: null,
		type: flow.type,
	};
}

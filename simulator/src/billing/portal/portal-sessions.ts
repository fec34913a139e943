// The short-lived sessions that open the customer portal, at its home or at one task of it.

import { locale } from "../checkout/collected/locales.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { PortalConfiguration, PortalSession } from "../core/objects.ts";
import { hash, oneOf, required, text, timestamp, type Values } from "../core/params/params.ts";
import { webUrl } from "../core/params/web-url.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { toFlow } from "./flows/build-flow.ts";
import { flowData } from "./flows/flow-params.ts";
import { refuseOddFlow } from "./flows/refuse-flow.ts";
import { defaultConfiguration } from "./portal-configurations.ts";

export const portalSessionParams = {
	after_expiration: hash({
		customer_login: hash({ expires_at: timestamp() }),
		type: required(oneOf("customer_login")),
	}),
	customer: required(text()),
	configuration: text(),
	flow_data: flowData,
	locale: locale(),
	return_url: webUrl(),
};
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
	const login = params.after_expiration && {
		customer_login: { expires_at: params.after_expiration.customer_login?.expires_at ?? null },
		type: params.after_expiration.type,
	};
	const home = `${draft.baseUrl}/p/session/${id}`;
	const session = draft.put("billing_portal.session", {
		id,
		object: "billing_portal.session",
		...(login === undefined ? {} : { after_expiration: login }),
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

// The customer portal: its configuration and the short-lived sessions that open it.
import type { PortalConfiguration, PortalSession } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { mergeMetadata, metadata } from "../core/metadata.ts";
import {
	boolean,
	clearable,
	hash,
	list,
	oneOf,
	required,
	text,
	type Values,
} from "../core/params.ts";
import { getCustomer } from "../customers/revise-customer.ts";

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
export const configurationParams = {
	business_profile: hash({
		headline: clearable(text(60)),
		privacy_policy_url: text(),
		terms_of_service_url: text(),
	}),
	default_return_url: clearable(text()),
	features: hash({
		customer_update: hash({
			allowed_updates: list(oneOf("address", "email", "name", "phone", "shipping", "tax_id")),
			enabled: boolean(),
		}),
		invoice_history: hash({ enabled: required(boolean()) }),
		payment_method_update: hash({ enabled: required(boolean()) }),
		subscription_cancel: hash({
			cancellation_reason: hash({ enabled: required(boolean()), options: list(text()) }),
			enabled: required(boolean()),
			mode: oneOf("at_period_end", "immediately"),
			proration_behavior: oneOf("always_invoice", "create_prorations", "none"),
		}),
		subscription_update: hash({
			default_allowed_updates: list(oneOf("price", "promotion_code", "quantity")),
			enabled: required(boolean()),
			proration_behavior: oneOf("always_invoice", "create_prorations", "none"),
			products: list(hash({ product: required(text()), prices: required(list(text())) })),
		}),
	}),
	metadata: metadata(),
	name: text(),
};
type ConfigurationParams = Values<typeof configurationParams>;

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

/** The configuration used when none is named; made on first need, as Stripe's dashboard would. */
function defaultConfiguration(draft: Draft): PortalConfiguration {
	for (const one of draft.list("billing_portal.configuration")) {
		if (one.is_default) return one;
	}
	return saveConfiguration(draft, {}, true);
}

/** A further configuration; only the one made by itself is the default. */
export function createConfiguration(
	draft: Draft,
	params: ConfigurationParams,
): PortalConfiguration {
	return saveConfiguration(draft, params, false);
}

function saveConfiguration(
	draft: Draft,
	params: Partial<ConfigurationParams>,
	isDefault: boolean,
): PortalConfiguration {
	const configuration = draft.put("billing_portal.configuration", {
		id: draft.newId("bpc"),
		object: "billing_portal.configuration",
		active: true,
		application: null,
		business_profile: {
			headline: params.business_profile?.headline ?? null,
			privacy_policy_url: params.business_profile?.privacy_policy_url ?? null,
			terms_of_service_url: params.business_profile?.terms_of_service_url ?? null,
		},
		created: draft.now,
		default_return_url: params.default_return_url ?? null,
		features: toFeatures(params.features, isDefault),
		is_default: isDefault,
		livemode: false,
		login_page: { enabled: false, url: null },
		metadata: mergeMetadata({}, params.metadata),
		name: params.name ?? null,
		updated: draft.now,
	});
	draft.emit("billing_portal.configuration.created", configuration);
	return configuration;
}

function toFeatures(
	given: ConfigurationParams["features"],
	allowed: boolean,
): PortalConfiguration["features"] {
	const cancel = given?.subscription_cancel;
	const update = given?.subscription_update;
	return {
		customer_update: {
			allowed_updates: given?.customer_update?.allowed_updates ?? [],
			enabled: given?.customer_update?.enabled ?? false,
		},
		invoice_history: { enabled: given?.invoice_history?.enabled ?? allowed },
		payment_method_update: {
			enabled: given?.payment_method_update?.enabled ?? allowed,
			payment_method_configuration: null,
		},
		subscription_cancel: {
			cancellation_reason: {
				enabled: cancel?.cancellation_reason?.enabled ?? false,
				feedback_options: null,
				options: cancel?.cancellation_reason?.options ?? [],
			},
			enabled: cancel?.enabled ?? allowed,
			mode: cancel?.mode ?? "at_period_end",
			proration_behavior: cancel?.proration_behavior ?? "none",
		},
		subscription_pause: { duration: { interval_options: [], type: "indefinite" }, enabled: false },
		subscription_update: {
			billing_cycle_anchor: null,
			default_allowed_updates: update?.default_allowed_updates ?? [],
			enabled: update?.enabled ?? false,
			products: [],
			proration_behavior: update?.proration_behavior ?? "none",
			schedule_at_period_end: { conditions: [] },
			trial_update_behavior: "end_trial",
		},
	};
}

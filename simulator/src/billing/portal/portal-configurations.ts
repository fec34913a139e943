// What the customer portal offers.
import type { PortalConfiguration } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
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
export const configurationUpdateParams = { ...configurationParams, active: boolean() };
type ConfigurationParams = Values<typeof configurationParams>;

/** The configuration used when none is named; made on first need, as Stripe's dashboard would. */
export function defaultConfiguration(draft: Draft): PortalConfiguration {
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

/** Changes the descriptive fields and the features sent. Emits billing_portal.configuration.updated. */
export function updateConfiguration(
	draft: Draft,
	id: string,
	params: Values<typeof configurationUpdateParams>,
): PortalConfiguration {
	const before = getRecord(draft, "billing_portal.configuration", { id });
	const after = draft.put("billing_portal.configuration", {
		...before,
		active: params.active ?? before.active,
		default_return_url: kept(params.default_return_url, before.default_return_url),
		features:
			params.features === undefined
				? before.features
				: mergeFeatures(before.features, toFeatures(params.features, false), params.features),
		metadata: mergeMetadata(before.metadata, params.metadata),
		name: params.name ?? before.name,
		updated: draft.now,
	});
	draft.emit("billing_portal.configuration.updated", after, before);
	return after;
}

/** Only the features named in the request take their new form. */
function mergeFeatures(
	before: PortalConfiguration["features"],
	wanted: PortalConfiguration["features"],
	sent: NonNullable<ConfigurationParams["features"]>,
): PortalConfiguration["features"] {
	return {
		customer_update: sent.customer_update ? wanted.customer_update : before.customer_update,
		invoice_history: sent.invoice_history ? wanted.invoice_history : before.invoice_history,
		payment_method_update: sent.payment_method_update
			? wanted.payment_method_update
			: before.payment_method_update,
		subscription_cancel: sent.subscription_cancel
			? wanted.subscription_cancel
			: before.subscription_cancel,
		subscription_pause: before.subscription_pause,
		subscription_update: sent.subscription_update
			? wanted.subscription_update
			: before.subscription_update,
	};
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

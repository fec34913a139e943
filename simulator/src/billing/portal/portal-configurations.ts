// What the customer portal offers.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
import type { PortalConfiguration } from "../core/objects.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import { boolean, clearable, hash, required, text, type Values } from "../core/params/params.ts";
import { webUrl } from "../core/params/web-url.ts";
import { noFeatures, usualFeatures } from "./feature-sets.ts";
import { changedFeatures, type Features, featureParams } from "./portal-features.ts";

const describing = {
	business_profile: hash({
		headline: clearable(text(60)),
		privacy_policy_url: webUrl(),
		terms_of_service_url: webUrl(),
	}),
	default_return_url: clearable(webUrl()),
	login_page: hash({ enabled: required(boolean()) }),
	metadata: metadata(),
	name: clearable(text()),
};
export const configurationParams = { ...describing, features: required(hash(featureParams)) };
export const configurationUpdateParams = {
	...describing,
	active: boolean(),
	features: hash(featureParams),
};
type Describing = Values<typeof describing>;

/** The configuration used when none is named; made on first need, as Stripe's dashboard would. */
export function defaultConfiguration(draft: Draft): PortalConfiguration {
	for (const one of draft.list("billing_portal.configuration")) {
		if (one.is_default) return one;
	}
	return saveConfiguration(draft, undefined, usualFeatures);
}

/** A further configuration; only the one made by itself is the default. */
export function createConfiguration(
	draft: Draft,
	params: Values<typeof configurationParams>,
): PortalConfiguration {
	const features = changedFeatures(draft, noFeatures, params.features);
	return saveConfiguration(draft, params, features);
}

/** Changes the descriptive fields and the features sent. Emits billing_portal.configuration.updated. */
export function updateConfiguration(
	draft: Draft,
	id: string,
	params: Values<typeof configurationUpdateParams>,
): PortalConfiguration {
	const before = getRecord(draft, "billing_portal.configuration", { id });
	const profile = params.business_profile;
	const after = draft.put("billing_portal.configuration", {
		...before,
		active: params.active ?? before.active,
		business_profile: {
			headline: kept(profile?.headline, before.business_profile.headline),
			privacy_policy_url: kept(
				profile?.privacy_policy_url,
				before.business_profile.privacy_policy_url,
			),
			terms_of_service_url: kept(
				profile?.terms_of_service_url,
				before.business_profile.terms_of_service_url,
			),
		},
		default_return_url: kept(params.default_return_url, before.default_return_url),
		features: changedFeatures(draft, before.features, params.features),
		login_page: params.login_page === undefined ? before.login_page : loginPage(params.login_page),
		metadata: mergeMetadata(before.metadata, params.metadata),
		name: kept(params.name, before.name),
		updated: draft.now,
	});
	draft.emit("billing_portal.configuration.updated", after, before);
	return after;
}

/** Without parameters it is the account's default one. */
function saveConfiguration(
	draft: Draft,
	params: Describing | undefined,
	features: Features,
): PortalConfiguration {
	const profile = params?.business_profile;
	const configuration = draft.put("billing_portal.configuration", {
		id: draft.newId("bpc"),
		object: "billing_portal.configuration",
		active: true,
		application: null,
		business_profile: {
			headline: profile?.headline ?? null,
			privacy_policy_url: profile?.privacy_policy_url ?? null,
			terms_of_service_url: profile?.terms_of_service_url ?? null,
		},
		created: draft.now,
		default_return_url: params?.default_return_url ?? null,
		features,
		is_default: params === undefined,
		livemode: false,
		login_page: loginPage(params?.login_page),
		metadata: mergeMetadata({}, params?.metadata),
		name: params?.name ?? null,
		updated: draft.now,
	});
	draft.emit("billing_portal.configuration.created", configuration);
	return configuration;
}

/** A login page would mail a link; this simulator sends no mail, so it has no address. */
function loginPage(wanted: Describing["login_page"]): PortalConfiguration["login_page"] {
	return { enabled: wanted?.enabled ?? false, url: null };
}

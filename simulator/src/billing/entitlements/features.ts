// Features a product can carry, and which product carries which.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Feature } from "../core/objects.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import { boolean, required, text, type Values } from "../core/params/params.ts";
import { invalidRequest, missingResource } from "../core/stripe-error.ts";
import type { ProductFeatureRecord } from "./records.ts";

export const featureCreateParams = {
	lookup_key: required(text(80)),
	metadata: metadata(),
	name: required(text(80)),
};
export const featureUpdateParams = { active: boolean(), metadata: metadata(), name: text(80) };

/** A new feature. Its lookup key is its own among those not archived. Stripe emits nothing. */
export function createFeature(draft: Draft, params: Values<typeof featureCreateParams>): Feature {
	refuseTakenKey(draft, params.lookup_key);
	return draft.put("entitlements.feature", {
		id: draft.newId("feat_test"),
		object: "entitlements.feature",
		active: true,
		livemode: false,
		lookup_key: params.lookup_key,
		metadata: mergeMetadata({}, params.metadata),
		name: params.name,
	});
}

function refuseTakenKey(draft: Draft, key: string): void {
	for (const feature of draft.list("entitlements.feature", { group: `lookup_key:${key}` })) {
		if (!feature.active) continue;
		throw invalidRequest(`A feature (${feature.id}) already uses the lookup key ${key}.`, {
			code: "resource_already_exists",
			param: "lookup_key",
		});
	}
}

/** Renames or archives it. An archived feature can be attached no more; who has it keeps it. */
export function updateFeature(
	draft: Draft,
	id: string,
	params: Values<typeof featureUpdateParams>,
): Feature {
	const before = getRecord(draft, "entitlements.feature", { id });
	if (params.active === true && !before.active) refuseTakenKey(draft, before.lookup_key);
	return draft.put("entitlements.feature", {
		...before,
		active: params.active ?? before.active,
		metadata: mergeMetadata(before.metadata, params.metadata),
		name: params.name ?? before.name,
	});
}

export const attachParams = { entitlement_feature: required(text()) };

/** Whoever subscribes to the product from now on is entitled to the feature. */
export function attachFeature(
	draft: Draft,
	product: string,
	{ entitlement_feature }: Values<typeof attachParams>,
): object {
	getRecord(draft, "product", { id: product });
	const param = "entitlement_feature";
	const feature = getRecord(draft, "entitlements.feature", { id: entitlement_feature, param });
	if (!feature.active) throw invalidRequest("An archived feature cannot be attached.", { param });
	for (const attached of draft.list("productFeature", { group: `product:${product}` })) {
		if (attached.feature !== feature.id) continue;
		throw invalidRequest("This feature is already attached to this product.", {
			code: "resource_already_exists",
			param,
		});
	}
	const id = draft.newId("prodft_test");
	return showAttached(draft.put("productFeature", { id, product, feature: feature.id }), draft);
}

/** As the API shows the link: with the whole feature. */
export function showAttached({ id, feature }: ProductFeatureRecord, draft: Draft): object {
	return {
		id,
		object: "product_feature",
		entitlement_feature: getRecord(draft, "entitlements.feature", { id: feature }),
		livemode: false,
	};
}

export function findAttached(draft: Draft, id: string, product: string): ProductFeatureRecord {
	const found = draft.get("productFeature", id);
	if (found?.product === product) return found;
	throw missingResource("product_feature", id);
}

/** The link is gone; subscriptions notice in their next period. Documented. */
export function detachFeature(draft: Draft, id: string, product: string): object {
	draft.remove("productFeature", findAttached(draft, id, product).id);
	return { id, object: "product_feature", deleted: true };
}

// Which prices a subscription may be switched to in the portal.

import { hasCurrency } from "../catalog/price-in.ts";
import type { Draft } from "../core/draft.ts";
import type { PortalConfiguration, Price, Subscription } from "../core/objects.ts";

type UpdateFeature = PortalConfiguration["features"]["subscription_update"];

export interface Adjustable {
	minimum: number;
	/** Null where nothing limits it. */
	maximum: number | null;
}

/**
 * The prices open to this subscription, its own among them. They are the configuration's; where it names
 * none, every active recurring price that has the same currency that is not measured. Empty when prices cannot
 * be switched at all: with several items nobody could say which of them was meant.
 */
export function offeredPrices(
	draft: Draft,
	subscription: Subscription,
	feature: UpdateFeature,
): Price[] {
	const allowed = feature.enabled && feature.default_allowed_updates.includes("price");
	const [item, ...others] = subscription.items.data;
	if (!allowed || item === undefined || others.length > 0) return [];
	const named = (feature.products ?? []).flatMap(({ prices }) => prices);
	const all =
		named.length > 0
			? named.flatMap((id) => draft.get("price", id) ?? [])
			: [...draft.list("price")];
	const open = all.filter(
		(price) =>
			price.id !== item.price.id &&
			price.active &&
			hasCurrency(draft, price, subscription.currency) &&
			price.recurring?.usage_type === "licensed" &&
			draft.get("product", price.product)?.active === true,
	);
	return open.length === 0 ? [] : [item.price, ...open];
}

/** How the quantity of this price may be changed; undefined when it may not. */
export function adjustableQuantity(price: Price, feature: UpdateFeature): Adjustable | undefined {
	if (!feature.enabled || price.recurring?.usage_type !== "licensed") return undefined;
	const products = feature.products ?? [];
	if (products.length === 0) {
		const allowed = feature.default_allowed_updates.includes("quantity");
		return allowed ? { minimum: 1, maximum: null } : undefined;
	}
	const named = products.find(({ product }) => product === price.product)?.adjustable_quantity;
	if (named === undefined) return undefined;
	const allowed = named.enabled || feature.default_allowed_updates.includes("quantity");
	return allowed ? { minimum: named.minimum, maximum: named.maximum } : undefined;
}

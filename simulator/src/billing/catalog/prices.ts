// Prices: what a product costs, once or per interval.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
import type { Price } from "../core/objects.ts";
import { mergeMetadata } from "../core/params/metadata.ts";
import type { Values } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { planOf } from "./plan-of.ts";
import { optionsOf, pricingOf } from "./price-options.ts";
import type { PriceCreate, priceUpdateParams } from "./price-params.ts";

/** A new price of an existing product. Emits price.created, and plan.created beside a recurring one. */
export function createPrice(draft: Draft, params: PriceCreate & { id?: string }): Price {
	const product = params.product;
	if (product === undefined) {
		throw invalidRequest("You must pass one of `product` or `product_data`.", {
			code: "parameter_missing",
			param: "product",
		});
	}
	getRecord(draft, "product", { id: product, param: "product" });
	const id = params.id ?? draft.newId("price");
	takeLookupKey(draft, id, params);
	const price = draft.put("price", buildPrice(draft, { ...params, id, product }));
	draft.put("priceDetails", { id, ...optionsOf(price, params) });
	if (price.recurring !== null) draft.emit("plan.created", planOf(price));
	draft.emit("price.created", price);
	return price;
}

/** Changes what was sent; amounts are fixed for ever. Emits price.updated when something differs. */
export function updatePrice(
	draft: Draft,
	id: string,
	params: Partial<Values<typeof priceUpdateParams>>,
): Price {
	const before = getRecord(draft, "price", { id });
	takeLookupKey(draft, id, params);
	const after = draft.put("price", {
		...before,
		active: params.active ?? before.active,
		lookup_key: kept(params.lookup_key, before.lookup_key),
		metadata: mergeMetadata(before.metadata, params.metadata),
		nickname: kept(params.nickname, before.nickname),
		tax_behavior: params.tax_behavior ?? before.tax_behavior,
	});
	if (params.currency_options !== undefined) {
		const { tiers } = draft.get("priceDetails", id) ?? { tiers: null };
		draft.put("priceDetails", {
			id,
			tiers,
			currencyOptions: optionsOf(after, { currency_options: params.currency_options ?? undefined })
				.currencyOptions,
		});
	}
	announcePrice(draft, after, before);
	return after;
}

/** A lookup key names one price; it moves only when the caller says so. */
function takeLookupKey(
	draft: Draft,
	taker: string,
	{
		lookup_key,
		transfer_lookup_key,
	}: { lookup_key?: string | null | undefined; transfer_lookup_key?: boolean | undefined },
): void {
	if (!lookup_key) return;
	for (const holder of [...draft.list("price", { group: `lookup_key:${lookup_key}` })]) {
		if (holder.id === taker) continue;
		if (transfer_lookup_key !== true) {
			throw invalidRequest(
				`A price (\`${holder.id}\`) already uses that lookup key. You can transfer the lookup key by passing \`transfer_lookup_key=true\`.`,
				{ code: "resource_already_exists", param: "lookup_key" },
			);
		}
		announcePrice(draft, draft.put("price", { ...holder, lookup_key: null }), holder);
	}
}

/** Emits price.updated when something differs, and plan.updated when it shows in the plan too. */
export function announcePrice(draft: Draft, after: Price, before: Price): void {
	if (JSON.stringify(after) === JSON.stringify(before)) return;
	const [plan, planBefore] = [planOf(after), planOf(before)];
	if (after.recurring !== null && JSON.stringify(plan) !== JSON.stringify(planBefore)) {
		draft.emit("plan.updated", plan, planBefore);
	}
	draft.emit("price.updated", after, before);
}

function buildPrice(draft: Draft, params: PriceCreate & { id: string; product: string }): Price {
	return {
		id: params.id,
		object: "price",
		active: params.active ?? true,
		created: draft.now,
		currency: params.currency.toLowerCase(),
		livemode: false,
		lookup_key: params.lookup_key ?? null,
		metadata: mergeMetadata({}, params.metadata),
		nickname: params.nickname ?? null,
		product: params.product,
		recurring: recurringOf(draft, params.recurring),
		tax_behavior: params.tax_behavior ?? "unspecified",
		type: params.recurring === undefined ? "one_time" : "recurring",
		...pricingOf(params),
	};
}

/** Error: metered use without a meter that counts it. */
function recurringOf(draft: Draft, recurring: PriceCreate["recurring"]): Price["recurring"] {
	if (recurring === undefined) return null;
	const usage = recurring.usage_type ?? "licensed";
	if ((usage === "metered") !== (recurring.meter !== undefined)) {
		throw invalidRequest("`recurring[meter]` goes with `recurring[usage_type]=metered` only.", {
			...(usage === "metered" ? { code: "parameter_missing" } : {}),
			param: "recurring[meter]",
		});
	}
	if (recurring.meter !== undefined) {
		getRecord(draft, "billing.meter", { id: recurring.meter, param: "recurring[meter]" });
	}
	return {
		interval: recurring.interval,
		interval_count: recurring.interval_count ?? 1,
		meter: recurring.meter ?? null,
		trial_period_days: recurring.trial_period_days ?? null,
		usage_type: usage,
	};
}

// Which price a request means: only what the catalogue sells can be bought.
import { type Catalog, findTier, type Interval, type SellablePrice } from "./catalog.ts";
import { BillingError } from "./errors.ts";

/** One of `priceId` and `tierName`; the interval is `month` unless said, the currency the first. */
export interface PriceRequest {
	priceId?: string | undefined;
	tierName?: string | undefined;
	interval?: Interval | undefined;
	currency?: string | undefined;
}

/**
 * Resolves a request against the prices on sale. Errors: `price_and_tier_given`,
 * `price_or_tier_missing`, `unknown_price`, `unknown_tier`, `parameter_invalid`, each naming its field.
 */
export function choosePrice(
	request: PriceRequest,
	onSale: readonly SellablePrice[],
	catalog: Catalog,
): SellablePrice {
	const { priceId, tierName } = request;
	if (priceId !== undefined && tierName !== undefined)
		throw new BillingError("price_and_tier_given", { param: "tier_name" });
	if (priceId !== undefined) return choosePriceById(priceId, request, onSale);
	if (tierName === undefined)
		throw new BillingError("price_or_tier_missing", { param: "price_id" });
	if (!findTier(catalog, tierName)) throw new BillingError("unknown_tier", { param: "tier_name" });
	const interval = request.interval ?? "month";
	const ofTier = onSale.filter((p) => p.tierName === tierName && p.interval === interval);
	const price = ofTier.find(
		(p) => request.currency === undefined || p.currency === request.currency,
	);
	if (!price) throw new BillingError("unknown_tier", { param: "tier_name" });
	return price;
}

function choosePriceById(
	priceId: string,
	request: PriceRequest,
	onSale: readonly SellablePrice[],
): SellablePrice {
	for (const param of ["interval", "currency"] as const)
		if (request[param] !== undefined)
			throw new BillingError("parameter_invalid", {
				param,
				message: `A price has its ${param} already: give ${param} only with tier_name.`,
			});
	const price = onSale.find((p) => p.priceId === priceId);
	if (!price) throw new BillingError("unknown_price", { param: "price_id" });
	return price;
}

// The catalogue's products and prices in Stripe: reading them, and making what is missing.
import type Stripe from "stripe";
import type { Catalog, CatalogPrice, CatalogTier, SellablePrice } from "../domain/catalog.ts";
import { callStripe, findInStripe } from "./call.ts";
import type { StripeClient } from "./client.ts";

/** Stripe takes at most ten lookup keys in one list. */
const lookupKeysMax = 10;

/** `missing`: lookup keys without an active price in Stripe that matches the catalogue. */
export interface CatalogPrices {
	onSale: SellablePrice[];
	missing: string[];
}

/** Finds the catalogue's prices by lookup key. A price that differs from the catalogue is missing. */
export async function findCatalogPrices(
	stripe: StripeClient,
	catalog: Catalog,
): Promise<CatalogPrices> {
	const wanted = catalog.tiers.flatMap((tier) => tier.prices.map((price) => ({ tier, price })));
	const found = new Map<string, Stripe.Price>();
	for (let at = 0; at < wanted.length; at += lookupKeysMax) {
		const keys = wanted.slice(at, at + lookupKeysMax).map(({ price }) => price.lookupKey);
		const page = await callStripe(() =>
			stripe.prices.list({ lookup_keys: keys, active: true, limit: 100 }),
		);
		for (const price of page.data) if (price.lookup_key) found.set(price.lookup_key, price);
	}
	const prices: CatalogPrices = { onSale: [], missing: [] };
	for (const { tier, price } of wanted) {
		const inStripe = found.get(price.lookupKey);
		if (inStripe && matches(inStripe, price))
			prices.onSale.push({ ...price, priceId: inStripe.id, tierName: tier.tierName });
		else prices.missing.push(price.lookupKey);
	}
	return prices;
}

/**
 * Afterwards every price of the catalogue exists in Stripe under its lookup key. A price whose amount
 * changed is made anew and takes the key over; the old one stays for those who pay it.
 */
export async function pushCatalog(stripe: StripeClient, catalog: Catalog): Promise<void> {
	const { missing } = await findCatalogPrices(stripe, catalog);
	for (const tier of catalog.tiers) {
		const lacking = tier.prices.filter((price) => missing.includes(price.lookupKey));
		if (lacking.length === 0) continue;
		const productId = await ensureProduct(stripe, tier);
		for (const price of lacking) await createPrice(stripe, productId, price);
	}
}

async function ensureProduct(stripe: StripeClient, tier: CatalogTier): Promise<string> {
	const id = `tollgate_${tier.tierName}`;
	const known = await findInStripe(() => stripe.products.retrieve(id));
	if (known) return id;
	const { displayName: name, description } = tier;
	const metadata = { tier_name: tier.tierName };
	await callStripe(() => stripe.products.create({ id, name, description, metadata }));
	return id;
}

async function createPrice(
	stripe: StripeClient,
	product: string,
	price: CatalogPrice,
): Promise<void> {
	await callStripe(() =>
		stripe.prices.create(
			{
				product,
				currency: price.currency,
				unit_amount: price.unitAmount,
				recurring: { interval: price.interval },
				lookup_key: price.lookupKey,
				transfer_lookup_key: true,
			},
			{
				idempotencyKey: `tollgate-price-${product}-${price.lookupKey}-${price.currency}-${price.unitAmount}`,
			},
		),
	);
}

function matches(inStripe: Stripe.Price, price: CatalogPrice): boolean {
	return (
		inStripe.unit_amount === price.unitAmount &&
		inStripe.currency === price.currency &&
		inStripe.recurring?.interval === price.interval &&
		inStripe.recurring.interval_count === 1
	);
}

// Making the catalogue sellable: its prices are found in Stripe and remembered with their tier.
import { savePricesOnSale } from "../database/prices.ts";
import type { SellablePrice } from "../domain/catalog.ts";
import { findCatalogPrices, pushCatalog } from "../stripe/catalog-prices.ts";
import type { Deps } from "./deps.ts";

/**
 * Afterwards the prices that Stripe has under the catalogue's lookup keys are on sale. `push` also makes
 * those that are missing: meant for the simulator and for the command, never for a starting server.
 * Answers what is on sale.
 */
export async function loadCatalog(
	deps: Pick<Deps, "database" | "stripe" | "catalog" | "log">,
	options: { push: boolean },
): Promise<SellablePrice[]> {
	if (options.push) await pushCatalog(deps.stripe, deps.catalog);
	const { onSale, missing } = await findCatalogPrices(deps.stripe, deps.catalog);
	if (missing.length > 0)
		deps.log.error(
			{ lookup_keys: missing },
			"prices of the catalogue are missing in Stripe or differ there: npm run catalog:push",
		);
	await savePricesOnSale(deps.database, onSale);
	return onSale;
}

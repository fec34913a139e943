// Prices we sell or once sold, and the tier each one stands for.
import { eq, inArray, notInArray, sql } from "drizzle-orm";
import type { SellablePrice } from "../domain/catalog.ts";
import { prices } from "./billing-tables.ts";
import type { Database, Queries } from "./database.ts";

export async function listPricesOnSale(queries: Queries): Promise<SellablePrice[]> {
	const rows = await queries.select().from(prices).where(eq(prices.onSale, true));
	return rows.map(({ onSale: _on, updatedAt: _at, ...price }) => price);
}

/** The tier of each price, also of those no longer on sale; a price we never sold is absent. */
export async function findTiersOfPrices(
	queries: Queries,
	priceIds: readonly string[],
): Promise<Map<string, string>> {
	if (priceIds.length === 0) return new Map();
	const rows = await queries
		.select({ priceId: prices.priceId, tierName: prices.tierName })
		.from(prices)
		.where(inArray(prices.priceId, [...priceIds]));
	return new Map(rows.map((row) => [row.priceId, row.tierName]));
}

/** Afterwards exactly these are on sale; the others stay known, with their tier. */
export async function savePricesOnSale(
	database: Database,
	onSale: readonly SellablePrice[],
): Promise<void> {
	await database.transaction(async (tx) => {
		const ids = onSale.map((price) => price.priceId);
		const others = ids.length > 0 ? notInArray(prices.priceId, ids) : undefined;
		await tx.update(prices).set({ onSale: false }).where(others);
		for (const price of onSale)
			await tx
				.insert(prices)
				.values({ ...price, onSale: true })
				.onConflictDoUpdate({
					target: prices.priceId,
					set: { ...price, onSale: true, updatedAt: sql`now()` },
				});
	});
}

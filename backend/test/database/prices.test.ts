import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import {
	findTiersOfPrices,
	listPricesOnSale,
	savePricesOnSale,
} from "../../src/database/prices.ts";
import type { SellablePrice } from "../../src/domain/catalog.ts";
import { engines, newDatabase } from "../support/databases.ts";

function aPrice(priceId: string, fields: Partial<SellablePrice> = {}): SellablePrice {
	return {
		priceId,
		tierName: "founder",
		lookupKey: "founder_month_v1",
		interval: "month",
		currency: "usd",
		unitAmount: 7900,
		...fields,
	};
}

describe.each(engines)("prices, on %s,", (engine) => {
	let database: Database;
	beforeAll(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
	});
	afterAll(() => database.close());

	const save = (prices: SellablePrice[]) => savePricesOnSale(database, prices);
	const idsOnSale = async () =>
		(await listPricesOnSale(database.queries)).map((price) => price.priceId).sort();
	const tiersOf = (ids: string[]) => findTiersOfPrices(database.queries, ids);

	test("on sale are exactly those saved last, as they were saved", async () => {
		const large = aPrice("price_b", { unitAmount: 9_007_199_254_740_991, interval: "year" });
		await save([aPrice("price_a"), large]);
		expect(await idsOnSale()).toEqual(["price_a", "price_b"]);
		await save([large]);
		expect(await listPricesOnSale(database.queries)).toEqual([large]);
	});

	test("that left the catalogue keep their tier", async () => {
		await save([aPrice("price_old", { tierName: "legacy" })]);
		await save([aPrice("price_new")]);
		expect(await idsOnSale()).toEqual(["price_new"]);
		const tiers = await tiersOf(["price_old", "price_new", "price_never"]);
		expect([...tiers]).toEqual(
			expect.arrayContaining([
				["price_old", "legacy"],
				["price_new", "founder"],
			]),
		);
		expect(tiers.has("price_never")).toBe(false);
	});

	test("that come back are on sale again, as they are now", async () => {
		await save([aPrice("price_back")]);
		await save([]);
		expect(await idsOnSale()).toEqual([]);
		await save([aPrice("price_back", { tierName: "empire" })]);
		expect(await idsOnSale()).toEqual(["price_back"]);
		expect((await tiersOf(["price_back"])).get("price_back")).toBe("empire");
	});

	test("of no ids have no tiers", async () => {
		expect((await tiersOf([])).size).toBe(0);
	});

	test("are saved by eight servers at once", async () => {
		const all = ["price_1", "price_2", "price_3", "price_4"].map((id) => aPrice(id));
		await Promise.all(Array.from({ length: 8 }, () => save(all)));
		expect(await idsOnSale()).toEqual(["price_1", "price_2", "price_3", "price_4"]);
	});
});

import { describe, expect, test } from "vitest";
import { billing as catalog } from "../../billing.config.ts";
import type { SellablePrice } from "../../src/domain/catalog.ts";
import { BillingError } from "../../src/domain/errors.ts";
import { choosePrice, type PriceRequest } from "../../src/domain/price-choice.ts";

const onSale: SellablePrice[] = catalog.tiers.flatMap((tier) =>
	tier.prices.map((price) => ({
		...price,
		priceId: `price_${price.lookupKey}`,
		tierName: tier.tierName,
	})),
);
const euros = onSale.map((price) => ({
	...price,
	currency: "eur",
	priceId: `${price.priceId}_eur`,
}));

function refusal(request: PriceRequest, among = onSale) {
	try {
		return choosePrice(request, among, catalog).priceId;
	} catch (error) {
		if (!(error instanceof BillingError)) throw error;
		return { code: error.code, param: error.details.param };
	}
}

describe("a price is chosen", () => {
	test("by its id", () => {
		const request = { priceId: "price_empire_year_v1" };
		expect(choosePrice(request, onSale, catalog)).toMatchObject({
			tierName: "empire",
			interval: "year",
			unitAmount: 199_000,
		});
	});

	test("by its tier, monthly unless said", () => {
		expect(refusal({ tierName: "founder" })).toBe("price_founder_month_v1");
		expect(refusal({ tierName: "founder", interval: "year" })).toBe("price_founder_year_v1");
	});

	test("by its tier and currency, the first currency unless said", () => {
		const both = [...onSale, ...euros];
		expect(refusal({ tierName: "founder" }, both)).toBe("price_founder_month_v1");
		const inEuros = { tierName: "founder", currency: "eur" };
		expect(refusal(inEuros, both)).toBe("price_founder_month_v1_eur");
	});
});

describe("a request is refused, naming its field:", () => {
	const id = "price_founder_month_v1";
	const rows: [string, PriceRequest, string, string][] = [
		["nothing given", {}, "price_or_tier_missing", "price_id"],
		["only an interval", { interval: "year" }, "price_or_tier_missing", "price_id"],
		["both given", { priceId: id, tierName: "founder" }, "price_and_tier_given", "tier_name"],
		["both, and empty", { priceId: "", tierName: "" }, "price_and_tier_given", "tier_name"],
		["a price not on sale", { priceId: "price_gone" }, "unknown_price", "price_id"],
		["an empty price", { priceId: "" }, "unknown_price", "price_id"],
		["a tier nobody sells", { tierName: "enterprise" }, "unknown_tier", "tier_name"],
		["a tier in capitals", { tierName: "Founder" }, "unknown_tier", "tier_name"],
		["a currency not sold", { tierName: "founder", currency: "eur" }, "unknown_tier", "tier_name"],
		["a price with interval", { priceId: id, interval: "month" }, "parameter_invalid", "interval"],
		["a price with currency", { priceId: id, currency: "usd" }, "parameter_invalid", "currency"],
	];
	test.each(rows)("%s", (_what, request, code, param) => {
		expect(refusal(request)).toEqual({ code, param });
	});

	test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "0", "length"])(
		"a name that every object has: %s",
		(word) => {
			expect(refusal({ tierName: word })).toEqual({ code: "unknown_tier", param: "tier_name" });
			expect(refusal({ priceId: word })).toEqual({ code: "unknown_price", param: "price_id" });
		},
	);

	test("a tier of the catalogue whose prices are not in Stripe", () => {
		expect(refusal({ tierName: "founder" }, [])).toEqual({
			code: "unknown_tier",
			param: "tier_name",
		});
	});
});

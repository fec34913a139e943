import { describe, expect, test } from "vitest";
import { billing as catalog } from "../../billing.config.ts";
import type { SellablePrice } from "../../src/domain/catalog.ts";
import { subscriptionStatuses } from "../../src/domain/subscription.ts";
import { tierAction } from "../../src/domain/tier-action.ts";
import { aSubscription } from "./builders.ts";

function price(tierName: string, interval: "month" | "year" = "month"): SellablePrice {
	const tier = catalog.tiers.find((one) => one.tierName === tierName)!;
	const found = tier.prices.find((one) => one.interval === interval)!;
	return { ...found, tierName, priceId: `price_${tierName}_${interval}` };
}

const held = aSubscription({ priceId: "price_founder_month" });

test("without a subscription everything can be subscribed to", () => {
	expect(tierAction(price("freelancer"), null, catalog)).toBe("subscribe");
});

describe("to who holds Founder by the month", () => {
	test.each([
		["freelancer", "month", "downgrade"],
		["freelancer", "year", "downgrade"],
		["founder", "month", "current"],
		["founder", "year", "switch"],
		["empire", "month", "upgrade"],
		["empire", "year", "upgrade"],
	] as const)("%s by the %s is %s", (tierName, interval, action) => {
		expect(tierAction(price(tierName, interval), held, catalog)).toBe(action);
	});

	test("an older price of the same tier and interval is still the current one", () => {
		const old = aSubscription({ priceId: "price_founder_of_last_year" });
		expect(tierAction(price("founder"), old, catalog)).toBe("current");
	});
});

const ended = ["canceled", "incomplete_expired"];

test.each([...subscriptionStatuses, "frozen"])("%s decides whether one can subscribe", (status) => {
	const subscription = aSubscription({ ...held, status });
	const expected = ended.includes(status) ? "subscribe" : "upgrade";
	expect(tierAction(price("empire"), subscription, catalog)).toBe(expected);
});

test("any tier of ours is above one that left the catalogue", () => {
	const gone = aSubscription({ ...held, tierName: "legacy" });
	expect(tierAction(price("freelancer"), gone, catalog)).toBe("upgrade");
});

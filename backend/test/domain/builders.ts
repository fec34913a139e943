// A subscription for tests, with the fields that matter overridden.
import type { Observation } from "../../src/domain/observation.ts";
import type { Subscription, TieredSubscription } from "../../src/domain/subscription.ts";

export function aSubscription(fields: Partial<TieredSubscription> = {}): TieredSubscription {
	const flat = {
		id: "sub_1",
		customerId: "cus_1",
		status: "active",
		priceId: "price_founder",
		tierName: "founder",
		quantity: 1,
		currency: "usd",
		interval: "month",
		unitAmount: 7900,
		startedAt: new Date("2026-01-01T00:00:00Z"),
		trialStartsAt: null,
		trialEndsAt: null,
		currentPeriodStartsAt: new Date("2026-01-01T00:00:00Z"),
		currentPeriodEndsAt: new Date("2026-02-01T00:00:00Z"),
		cancelsAt: null,
		canceledAt: null,
		endedAt: null,
		...fields,
	};
	const { priceId, quantity, interval, unitAmount } = flat;
	const { currentPeriodStartsAt, currentPeriodEndsAt } = flat;
	const periods = { currentPeriodStartsAt, currentPeriodEndsAt };
	return { items: [{ priceId, quantity, interval, unitAmount, ...periods }], ...flat };
}

export function seen(fields: Partial<Subscription>, lo: number, hi: number = lo): Observation {
	return { subscription: aSubscription(fields), lo, hi };
}

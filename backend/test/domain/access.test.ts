import { describe, expect, test } from "vitest";
import { accessOf } from "../../src/domain/access.ts";
import type { TieredSubscription } from "../../src/domain/subscription.ts";
import { aSubscription } from "./builders.ts";

const renewalAt = new Date("2026-02-01T00:00:00Z");
const now = new Date("2026-02-03T12:00:00Z");
const dayMs = 86_400_000;
const policy = { graceDays: 7, leaseHours: 24 };

function access(deciding: TieredSubscription | null, at: Date, by = policy) {
	return accessOf({ deciding, grant: null }, by, at);
}

test("who has no subscription is blocked", () => {
	expect(access(null, now)).toBe("blocked");
});

test.each([
	["trialing", "full"],
	["active", "full"],
	["past_due", "grace"],
	["unpaid", "blocked"],
	["paused", "blocked"],
	["incomplete", "blocked"],
	["incomplete_expired", "blocked"],
	["canceled", "blocked"],
	["frozen", "blocked"],
])("two days after a renewal, %s means %s", (status, expected) => {
	const subscription = aSubscription({
		status,
		currentPeriodStartsAt: renewalAt,
		currentPeriodEndsAt: new Date("2026-03-01T00:00:00Z"),
	});
	expect(access(subscription, now)).toBe(expected);
});

describe("the grace after a failed renewal", () => {
	const late = aSubscription({ status: "past_due", currentPeriodStartsAt: renewalAt });
	const after = (ms: number) => new Date(renewalAt.getTime() + ms);

	test("ends at the very instant that the days are over", () => {
		expect(access(late, after(7 * dayMs - 1))).toBe("grace");
		expect(access(late, after(7 * dayMs))).toBe("blocked");
	});

	test("of no days is none", () => {
		expect(access(late, after(0), { ...policy, graceDays: 0 })).toBe("blocked");
	});

	test("needs to know when the period began", () => {
		const unknown = aSubscription({ status: "past_due", currentPeriodStartsAt: null });
		expect(access(unknown, now)).toBe("blocked");
	});
});

test("a subscription to something else opens nothing", () => {
	expect(access(aSubscription({ status: "active", tierName: null }), now)).toBe("blocked");
});

describe("the lease past the end of a period", () => {
	const endsAt = new Date("2026-02-01T00:00:00Z");
	const after = (ms: number) => new Date(endsAt.getTime() + ms);

	test.each(["trialing", "active"])("ends the access of %s without any event", (status) => {
		const silent = aSubscription({ status, currentPeriodEndsAt: endsAt });
		expect(access(silent, after(dayMs - 1))).toBe("full");
		expect(access(silent, after(dayMs))).toBe("blocked");
	});

	test("runs from the subscription's own end when that comes first", () => {
		const canceling = aSubscription({ currentPeriodEndsAt: after(30 * dayMs), cancelsAt: endsAt });
		expect(access(canceling, after(dayMs))).toBe("blocked");
	});

	test("cannot be measured where no end is known: the status decides", () => {
		expect(access(aSubscription({ currentPeriodEndsAt: null }), after(900 * dayMs))).toBe("full");
	});
});

test("a grant opens the product, whatever the subscription says", () => {
	const grant = { id: "g", tierName: "empire", startsAt: now, endsAt: null, revokedAt: null };
	const deciding = aSubscription({ status: "unpaid" });
	expect(accessOf({ deciding, grant }, policy, now)).toBe("full");
});

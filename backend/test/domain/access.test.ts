import { describe, expect, test } from "vitest";
import { accessOf } from "../../src/domain/access.ts";
import { aSubscription } from "./builders.ts";

const renewalAt = new Date("2026-02-01T00:00:00Z");
const now = new Date("2026-02-03T12:00:00Z");
const dayMs = 86_400_000;

test("who has no subscription is blocked", () => {
	expect(accessOf(null, 7, now)).toBe("blocked");
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
])("two days after a renewal, %s means %s", (status, access) => {
	const subscription = aSubscription({ status, currentPeriodStartsAt: renewalAt });
	expect(accessOf(subscription, 7, now)).toBe(access);
});

describe("the grace after a failed renewal", () => {
	const late = aSubscription({ status: "past_due", currentPeriodStartsAt: renewalAt });
	const after = (ms: number) => new Date(renewalAt.getTime() + ms);

	test("ends at the very instant that the days are over", () => {
		expect(accessOf(late, 7, after(7 * dayMs - 1))).toBe("grace");
		expect(accessOf(late, 7, after(7 * dayMs))).toBe("blocked");
	});

	test("of no days is none", () => {
		expect(accessOf(late, 0, after(0))).toBe("blocked");
	});

	test("needs to know when the period began", () => {
		const unknown = aSubscription({ status: "past_due", currentPeriodStartsAt: null });
		expect(accessOf(unknown, 7, now)).toBe("blocked");
	});
});

// Where one period ends and the next begins.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { periodEndAfter } from "../../src/billing/core/time/calendar.ts";

const at = (text: string) => Date.parse(`${text}Z`) / 1000;

describe("periodEndAfter", () => {
	it("keeps the anchor's day and clamps it to the month's end", () => {
		const anchor = at("2026-01-31T21:20:49");
		const monthly = { interval: "month", count: 1 } as const;
		const february = periodEndAfter(anchor, anchor, monthly);
		const march = periodEndAfter(february, anchor, monthly);
		const april = periodEndAfter(march, anchor, monthly);
		expect([february, march, april]).toEqual([
			at("2026-02-28T21:20:49"),
			at("2026-03-31T21:20:49"),
			at("2026-04-30T21:20:49"),
		]);
	});

	it("adds a year over a leap day", () => {
		const anchor = at("2028-02-29T00:00:00");
		expect(periodEndAfter(anchor, anchor, { interval: "year", count: 1 })).toBe(
			at("2029-02-28T00:00:00"),
		);
	});

	it("always lies after the start, by one step and never two", () => {
		const cadence = fc.record({
			interval: fc.constantFrom("day", "week", "month", "year"),
			count: fc.integer({ min: 1, max: 12 }),
		});
		const instant = fc.integer({ min: at("2020-01-01T00:00:00"), max: at("2040-01-01T00:00:00") });
		fc.assert(
			fc.property(instant, cadence, fc.nat(400), (anchor, { interval, count }, steps) => {
				let start = anchor;
				for (let step = 0; step < steps % 20; step += 1) {
					const end = periodEndAfter(start, anchor, { interval, count });
					expect(end).toBeGreaterThan(start);
					const longest = { day: 1, week: 7, month: 31, year: 366 }[interval] * count;
					expect(end - start).toBeLessThanOrEqual(longest * 86_400);
					start = end;
				}
			}),
		);
	});
});

// Instants in words.
import { expect, it } from "vitest";
import { formatDay, formatMinute } from "../../src/format/dates.ts";

it("names the day in UTC, whatever zone the server stands in", () => {
	expect(formatDay("2026-11-29T00:00:00Z")).toBe("Nov 29, 2026");
	expect(formatDay("2026-11-29T23:59:59.999Z")).toBe("Nov 29, 2026");
	expect(formatDay("2026-11-29T23:30:00-02:00")).toBe("Nov 30, 2026");
});

it("names the minute where one day is not enough", () => {
	expect(formatMinute("2026-11-29T19:42:10Z").replace(/\u202f/g, " ")).toBe(
		"November 29, 2026 at 7:42 PM UTC",
	);
});

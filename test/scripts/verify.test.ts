// The line that ends `npm test`, and the order and end of its steps.
import { expect, test, vi } from "vitest";
import { runSteps } from "../../scripts/verify/run-steps.ts";
import { noTests, summaryLine } from "../../scripts/verify/test-counts.ts";

test("sums up in one line", () => {
	expect(summaryLine({ passed: 3, failed: 0, skipped: 0 }, false)).toBe("3 passed, 0 failed");
	expect(summaryLine({ passed: 3, failed: 2, skipped: 1 }, true)).toBe(
		"3 passed, 2 failed, 1 skipped",
	);
});

test("never looks better than the run was", () => {
	expect(summaryLine({ passed: 9, failed: 0, skipped: 0 }, true)).toBe("9 passed, 1 failed");
});

test("stops at the first failing step, says which, and ends with the summary", async () => {
	const print = vi.spyOn(console, "log").mockImplementation(() => {});
	const counts = { passed: 5, failed: 0, skipped: 0 };
	const third = vi.fn();
	const code = await runSteps([
		{ title: "One", run: async () => ({ ok: true, counts }) },
		{ title: "Two", run: async () => ({ ok: false, counts: noTests }) },
		{ title: "Three", run: third },
	]);
	const lines = print.mock.calls.map(([line]) => String(line));
	print.mockRestore();
	expect(code).toBe(1);
	expect(third).not.toHaveBeenCalled();
	expect(lines.join("\n")).toContain("Failed step: Two");
	expect(lines.join("\n")).toContain("Not run: Three.");
	expect(lines.at(-1)).toBe("5 passed, 1 failed");
});

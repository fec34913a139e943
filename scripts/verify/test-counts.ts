// Counts tests from the reports the two test runners write.
import { existsSync, readFileSync } from "node:fs";

export interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}

export const noTests: Counts = { passed: 0, failed: 0, skipped: 0 };

interface VitestReport {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
}

interface PlaywrightReport {
	stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** Counts of a Vitest JSON report; none when the run ended before it wrote one. */
export function vitestCounts(file: string): Counts {
	if (!existsSync(file)) return noTests;
	const report = JSON.parse(readFileSync(file, "utf8")) as VitestReport;
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests,
		skipped: report.numPendingTests + report.numTodoTests,
	};
}

/** Counts of a Playwright JSON report. A test that passed only on a second try has failed. */
export function playwrightCounts(file: string): Counts {
	if (!existsSync(file)) return noTests;
	const { stats } = JSON.parse(readFileSync(file, "utf8")) as PlaywrightReport;
	return {
		passed: stats.expected,
		failed: stats.unexpected + stats.flaky,
		skipped: stats.skipped,
	};
}

/**
 * The line that ends every run. A step that broke without a failed test (a type error, a file that
 * does not load) counts as one failure, so that the line never looks better than the run was.
 */
export function summaryLine(counts: Counts, brokenStep: boolean): string {
	const failed = brokenStep ? Math.max(1, counts.failed) : counts.failed;
	const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
	return `${counts.passed} passed, ${failed} failed${skipped}`;
}

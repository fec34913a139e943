// Runs checks one after the other and ends with the line that sums them up.
import type { Step } from "./steps.ts";
import { type Counts, noTests, summaryLine } from "./test-counts.ts";

/** Stops at the first failing step. Resolves to the exit code; the summary is the last line printed. */
export async function runSteps(steps: readonly Step[]): Promise<number> {
	let total: Counts = noTests;
	for (const [index, { title, run }] of steps.entries()) {
		console.log(`\n── ${index + 1}/${steps.length} ${title}`);
		const began = performance.now();
		const { ok, counts } = await run();
		total = sum(total, counts);
		const seconds = ((performance.now() - began) / 1000).toFixed(1);
		console.log(`   ${ok ? "ok" : "FAILED"} after ${seconds} s`);
		if (!ok) {
			const left = steps.slice(index + 1).map((step) => step.title);
			if (left.length > 0) console.log(`\nNot run: ${left.join(", ")}.`);
			console.log(`\nFailed step: ${title}\n`);
			console.log(summaryLine(total, true));
			return 1;
		}
	}
	console.log(`\nAll ${steps.length} steps passed after ${(performance.now() / 1000) | 0} s.\n`);
	console.log(summaryLine(total, false));
	return 0;
}

function sum(a: Counts, b: Counts): Counts {
	return {
		passed: a.passed + b.passed,
		failed: a.failed + b.failed,
		skipped: a.skipped + b.skipped,
	};
}

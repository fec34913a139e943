// The table of request sequences: file, result, and what had to be adapted.
import { adaptTrigger } from "./adapt-trigger.ts";
import { runTrigger } from "./run-trigger.ts";
import { readTriggers } from "./trigger-files.ts";

/** Prints one line per file and the count. */
export async function printTriggers(): Promise<void> {
	const triggers = readTriggers();
	let passed = 0;
	for (const original of triggers) {
		const { trigger, reasons } = adaptTrigger(original);
		const { failure } = await runTrigger(trigger);
		if (failure === null) passed += 1;
		const mark = reasons.length === 0 ? "" : "  (adapted)";
		console.log(`${trigger.name.padEnd(46)} ${failure ?? "pass"}${mark}`);
	}
	console.log(`\n${passed} of ${triggers.length} sequences pass.`);
}

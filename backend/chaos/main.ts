// `npm run chaos`: lifetimes of customers under all faults, in one process, repeatable by their seed.
import { parseArgs } from "node:util";
import type { Counts } from "./world/faults.ts";
import { runWorlds } from "./world/run.ts";
import type { Shrunk } from "./world/shrink.ts";

const { values } = parseArgs({
	options: {
		seed: { type: "string", default: "tollgate" },
		lives: { type: "string", default: "10000" },
		days: { type: "string", default: "365" },
	},
});
const began = performance.now();
const run = await runWorlds({
	seed: values.seed,
	lives: Number(values.lives),
	days: Number(values.days),
	shrinkMax: 120,
	onWorld: ({ number, of, result }) => {
		const wrong = result.problems.length === 0 ? "as Stripe has it" : "WRONG";
		console.log(`world ${number + 1} of ${of}: ${result.events} events, ${result.hash} ${wrong}`);
		for (const problem of result.problems.slice(0, 10)) console.log(`  ${problem}`);
	},
});
printCounts(run.counts);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(`seed ${values.seed}: ${run.lives} lifetimes in ${seconds} s`);
console.log(`Stripe reads an event, of the appliers: ${readsPerEvent(run.counts).toFixed(3)}`);
if (run.failure) {
	printFailure(run.failure);
	process.exitCode = 1;
} else
	console.log(
		`differences to Stripe: 0 (at most ${(3 / run.lives).toExponential(1)} of lifetimes at 95 %)`,
	);

function readsPerEvent(counts: Counts): number {
	return (counts.get("reads: apart") ?? 0) / Math.max(1, counts.get("events") ?? 0);
}

function printCounts(counts: Counts): void {
	console.log("\nwhat happened, and how often:");
	for (const [what, times] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
		console.log(`${String(times).padStart(9)}  ${what}`);
}

function printFailure({ spec, result, tried }: Shrunk): void {
	console.error(`\nWRONG, made smaller in ${tried} tries:`);
	for (const problem of result.problems) console.error(`  ${problem}`);
	console.error(`seed ${spec.seed}, people ${spec.people.join(",")}, ${spec.days} days`);
	console.error(
		`faults off: ${[...spec.off].join(" ")}; deeds left out: ${[...spec.without].join(" ")}`,
	);
	for (const line of result.history.slice(-200)) console.error(line);
}

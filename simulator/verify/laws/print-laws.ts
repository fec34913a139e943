// Tells many random stories and prints what came of them.
import { checkStories } from "./check-stories.ts";

/** `runs` stories from `seed`; throws with the shortest story that breaks a law. */
export function printLaws(runs: number, seed: number): void {
	console.log(`${runs} random stories of up to 40 steps, seed ${seed}:`);
	const tally = checkStories({ seed, runs, length: 40 });
	for (const [kind, { granted, refused }] of tally) {
		console.log(`${kind.padEnd(20)} granted ${granted}, refused ${refused}`);
	}
	console.log("No law was broken.");
}

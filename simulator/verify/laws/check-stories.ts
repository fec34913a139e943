// Tells random stories until one breaks a law, and then the shortest that does.
import fc from "fast-check";
import { startInProcess } from "../in-process.ts";
import { perform, type Stage, setStage } from "../perform-step.ts";
import { type Step, story } from "./random-stories.ts";
import { brokenLaws } from "./state-laws.ts";

export interface StoriesToTell {
	/** Same seed, same stories. */
	seed: number;
	runs: number;
	/** Most steps in one story. */
	length: number;
}

/** Long enough for every promise still open at the end of a story to fall due. */
const aftermathSeconds = 60 * 86_400;

/** Throws with the shortest failing story; answers how often each kind of step was granted. */
export function checkStories({ seed, runs, length }: StoriesToTell): Stage["tally"] {
	const tally: Stage["tally"] = new Map();
	fc.assert(
		fc.property(story(length), (steps) => {
			const broken = tell(steps, tally);
			if (broken.length > 0) throw new Error(broken.slice(0, 5).join("\n"));
		}),
		{ seed, numRuns: runs, verbose: fc.VerbosityLevel.None },
	);
	return tally;
}

/** Tells one story and answers the laws it broke. */
export function tell(steps: readonly Step[], tally: Stage["tally"] = new Map()): string[] {
	const stage = setStage(startInProcess(), tally);
	for (const step of steps) perform(stage, step);
	const { world } = stage;
	world.advanceTo(world.now() + aftermathSeconds);
	return brokenLaws(world);
}

// The jobs beside the outbox: reminders that time alone causes, and forgetting what is over.
import type { Deps } from "../operations/deps.ts";
import { forgetEffects } from "../operations/forget-effects.ts";
import { remindTrials } from "../operations/remind-trials.ts";
import type { Job } from "./run-jobs.ts";

export function effectJobs(deps: Deps) {
	return {
		remind_trials: {
			name: "remind_trials",
			schedule: "7 * * * *",
			atStart: true,
			run: ({ signal }) => remindTrials(deps, signal),
		},
		forget_effects: {
			name: "forget_effects",
			schedule: "53 3 * * *",
			run: ({ signal }) => forgetEffects(deps, signal),
		},
	} satisfies Record<string, Job>;
}

// The jobs that make the state true without any delivery, and those that keep the tables small.
import { catchUpEvents } from "../operations/catch-up-events.ts";
import type { Deps } from "../operations/deps.ts";
import { forgetEvents } from "../operations/forget-events.ts";
import { lookAtEnded } from "../operations/look-at-ended.ts";
import { projectGrants } from "../operations/project-grants.ts";
import { reconcile } from "../operations/reconcile.ts";
import type { Job } from "./run-jobs.ts";

/** All jobs by their names, as `jobs.name` has them. */
export function gapFillingJobs(deps: Deps, policy: { eventRetentionDays: number }) {
	return {
		catch_up_events: {
			name: "catch_up_events",
			schedule: "*/5 * * * *",
			atStart: true,
			run: ({ signal }) => catchUpEvents(deps, { repairBy: "reconcile", signal }),
		},
		reconcile: {
			name: "reconcile",
			schedule: "17 2 * * *",
			run: ({ signal, force = false, onProgress }) =>
				reconcile(deps, { signal, force, ...(onProgress && { onProgress }) }),
		},
		look_at_ended: {
			name: "look_at_ended",
			schedule: "* * * * *",
			run: () => lookAtEnded(deps),
		},
		project_grants: {
			name: "project_grants",
			schedule: "* * * * *",
			run: ({ signal }) => projectGrants(deps, { signal }),
		},
		forget_events: {
			name: "forget_events",
			schedule: "41 3 * * *",
			run: ({ signal }) => forgetEvents(deps, { days: policy.eventRetentionDays, signal }),
		},
	} satisfies Record<string, Job>;
}

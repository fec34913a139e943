// What a job's last run found, as `jobs.last_result` keeps it.
import { z } from "zod";
import type { JobRow } from "../database/jobs.ts";

const reconciled = z.object({
	different: z.number(),
	losing: z.number(),
	stopped: z.boolean(),
});

export type LastRun = z.infer<typeof reconciled>;

/** Null when the job has not run, or its last run failed. */
export function readLastRun(jobs: readonly JobRow[], name: string): LastRun | null {
	const stored = jobs.find((row) => row.name === name)?.lastResult;
	if (!stored) return null;
	const parsed = reconciled.safeParse(JSON.parse(stored));
	return parsed.success ? parsed.data : null;
}

// `npm run chaos:processes`: real processes on a real PostgreSQL, killed and healed, compared with the truth.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runChaos } from "./run.ts";
import { tableOf } from "./table.ts";

const usage = `npm run chaos:processes -- [options]
  --users 1000      how many people
  --months 4        how long they live, simulated
  --crowd 16        how many act at once
  --pace 1          how many times longer the waits between faults are, for slow machines
  --seed word       the same word chooses the same deeds and faults
  --json file       where the figures go (default: chaos-processes.json in the run's folder)
  --keep            keeps the run's folder with all logs`;

const { values } = parseArgs({
	options: {
		users: { type: "string", default: "1000" },
		months: { type: "string", default: "4" },
		crowd: { type: "string", default: "16" },
		pace: { type: "string", default: "1" },
		seed: { type: "string", default: String(Date.now()) },
		json: { type: "string" },
		keep: { type: "boolean", default: false },
		help: { type: "boolean", default: false },
	},
});
if (values.help) {
	console.log(usage);
	process.exit(0);
}

// Else a run that is broken off would leave its processes behind.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
	process.once(signal, () => process.exit(130));

const directory = mkdtempSync(join(tmpdir(), "tollgate-chaos-"));
const report = await runChaos({
	seed: values.seed,
	users: Number(values.users),
	months: Number(values.months),
	crowd: Number(values.crowd),
	pace: Number(values.pace),
	directory,
	checkAt: [10, 30, 60, 120],
	untilEqual: false,
	freezes: true,
	say: (line) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`),
});
console.log(tableOf(report));
const isGood = report.broken.length === 0;
const keep = values.keep || !isGood;
const json = values.json ?? join(keep ? directory : tmpdir(), "chaos-processes.json");
writeFileSync(json, JSON.stringify(report, null, "\t"));
console.log(`\nFigures: ${json}${keep ? `\nLogs: ${directory}` : ""}`);
if (!keep) rmSync(directory, { recursive: true, force: true });
process.exit(isGood ? 0 : 1);

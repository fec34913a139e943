// The figures of a run as a table for people.
import type { Report } from "./report.ts";
import type { Spread } from "./tally.ts";

export function tableOf(report: Report): string {
	const { healed, events, rows, readsPerEvent: reads } = report;
	const zero = (n: number, of: number) => (n === 0 ? `0 of ${of} (${bound(of)})` : `${n} of ${of}`);
	const lines: [string, string][] = [
		["seed", report.seed],
		["users, simulated days", `${report.users}, ${report.daysPassed}`],
		[
			"chaos; load average",
			`${report.chaosSeconds} s at pace ${report.pace}; ${report.loadAverage.join(" ")}`,
		],
		["faults", listOf(report.faults)],
		["rates", listOf({ ...report.rates })],
		["events", listOf(events)],
		["acked events lost", zero(events.lost ?? 0, events.acked ?? 0)],
		...healed.different.map(({ atSeconds, users, subscriptions }): [string, string] => [
			`different ${atSeconds} s after healing`,
			`${users} users, ${subscriptions} subscriptions`,
		]),
		[
			"drained after",
			healed.drainSeconds === null ? "never" : `${healed.drainSeconds.toFixed(1)} s`,
		],
		["double customers", zero(report.doubles.customers.length, report.users)],
		["double subscriptions", zero(report.doubles.subscriptions.length, report.users)],
		["double trials", zero(report.doubles.trials.length, report.users)],
		["takeover of a killed worker's lane", spread(report.takeoverMs.killed)],
		["takeover of a frozen worker's lane", spread(report.takeoverMs.frozen)],
		["takeover of a lane without work", spread(report.takeoverMs.idle)],
		["events that needed a read", `${reads.caused} of each`],
		["GETs an event", `of subscriptions ${reads.subscriptions}, all ${reads.all}`],
		["ack", spread(report.ackMs)],
		["locked out after paying", spread(report.lockedOutMs)],
		["access after the end", spread(report.unpaidAccessMs)],
		["PostgreSQL back after", spread(report.postgresRestartMs)],
		["rows", listOf(rows)],
		["people", listOf(report.told)],
		["sometimes", listOf(report.sometimes)],
		[
			"jobs",
			Object.entries(healed.jobs)
				.map((entry) => entry.join(" "))
				.join("; "),
		],
		["missed", report.missed.join("; ") || "nothing"],
		["broken", report.broken.slice(0, 20).join("\n\t") || "nothing"],
	];
	const width = Math.max(...lines.map(([name]) => name.length));
	return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

// The rule of three: what was never seen in n trials may still be there.
function bound(trials: number): string {
	return trials === 0 ? "nothing was tried" : `at most ${(3 / trials).toPrecision(2)} at 95 %`;
}

function spread({ n, p50, p99, max }: Spread): string {
	return n === 0 ? "not seen" : `${n}: p50 ${p50} ms, p99 ${p99} ms, max ${max} ms`;
}

function listOf(counts: Record<string, number>): string {
	return Object.entries(counts)
		.map(([name, count]) => `${name} ${count}`)
		.join(", ");
}

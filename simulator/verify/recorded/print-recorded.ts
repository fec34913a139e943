// The table of recorded interactions: how many match, and each difference once with its reason.
import { readCassettes } from "./cassettes.ts";
import { judge } from "./explain.ts";
import { replayCassette } from "./replay.ts";

/** Prints counts and differences. */
export async function printRecorded(): Promise<void> {
	const replayed = [];
	for (const cassette of readCassettes()) replayed.push(...(await replayCassette(cassette)));
	const verdict = judge(replayed);
	const rows = verdict.findings.toSorted((left, right) =>
		`${left.reason ?? ""} ${left.where}`.localeCompare(`${right.reason ?? ""} ${right.where}`),
	);
	for (const { where, kind, times, reason, because, example } of rows) {
		console.log(`${(reason ?? "UNEXPLAINED").padEnd(14)} ${kind} ${where} (${times} times)`);
		console.log(`${" ".repeat(15)}${because === "" ? example : because}`);
	}
	console.log(`
${verdict.total} recorded interactions:
${verdict.same} match fully,
${verdict.sameButNewer} match but for fields that Stripe added after the recording,
${verdict.explained} differ in nothing but the API's version and the recording account.`);
}

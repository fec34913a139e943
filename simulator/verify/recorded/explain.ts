// Puts every difference from the recordings into a class, so that none goes without a reason.

import { fieldStanding } from "../stripe-schema.ts";
import type { Difference } from "./compare.ts";
import { type KnownDifference, knownDifferences, type Reason } from "./known-differences.ts";
import type { Replayed } from "./replay.ts";

/** One kind of difference, however often it occurs. `reason` is null while nobody has found it. */
interface Finding {
	where: string;
	kind: Difference["kind"];
	times: number;
	reason: Reason | null;
	because: string;
	/** The first occurrence: cassette, place, both values. */
	example: string;
}

export interface Verdict {
	/** Interactions without any difference. */
	same: number;
	/** Those whose every difference is a field that Stripe added after the recording. */
	sameButNewer: number;
	/** Those whose every difference has a reason that is not our fault. */
	explained: number;
	total: number;
	findings: Finding[];
	/** Entries of the list of known differences that match nothing any more. */
	unused: KnownDifference[];
}

/** Judges a whole replay. */
export function judge(replayed: readonly Replayed[]): Verdict {
	const findings = new Map<string, Finding>();
	const used = new Set<KnownDifference>();
	const counts = { same: 0, sameButNewer: 0, explained: 0 };
	for (const one of replayed) {
		const reasons = one.differences.map((difference) => {
			const { reason, because, known } = reasonOf(difference, one);
			if (known !== undefined) used.add(known);
			const key = `${difference.kind} ${difference.where}`;
			const finding = findings.get(key) ?? newFinding(difference, one, { reason, because });
			findings.set(key, { ...finding, times: finding.times + 1 });
			return reason;
		});
		if (reasons.length === 0) counts.same += 1;
		if (reasons.every((reason) => reason === "newer field")) counts.sameButNewer += 1;
		if (reasons.every((reason) => reason !== null && faultless.has(reason))) counts.explained += 1;
	}
	return {
		...counts,
		total: replayed.length,
		findings: [...findings.values()],
		unused: knownDifferences.filter((known) => !used.has(known)),
	};
}

const faultless: ReadonlySet<Reason> = new Set(["newer field", "older version", "account"]);

interface Explanation {
	reason: Reason | null;
	because: string;
	known?: KnownDifference;
}

function reasonOf(difference: Difference, { interaction }: Replayed): Explanation {
	const { kind, where, object } = difference;
	if (kind === "extra" && fieldStanding(object, where) === "promised") {
		return { reason: "newer field", because: `not there yet in ${interaction.version}` };
	}
	const known = knownDifferences.find((one) => one.where.test(where));
	if (known !== undefined) return { reason: known.reason, because: known.because, known };
	return { reason: null, because: "" };
}

function newFinding(
	{ where, kind, recorded, ours }: Difference,
	{ interaction }: Replayed,
	explanation: Explanation,
): Finding {
	const text = (value: unknown) => (JSON.stringify(value) ?? "nothing").slice(0, 90);
	const place = `${interaction.cassette} ${interaction.n}`;
	const example = `${place}: ${text(recorded)}, ours ${text(ours)}`;
	const { reason, because } = explanation;
	return { where, kind, times: 0, reason, because, example };
}

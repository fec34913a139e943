import { describe, expect, it } from "vitest";
import { readCassettes } from "../../verify/recorded/cassettes.ts";
import { judge } from "../../verify/recorded/explain.ts";
import { replayCassette } from "../../verify/recorded/replay.ts";
import { hasStripeData } from "../../verify/stripe-data.ts";

if (!hasStripeData) console.warn("No recorded interactions beside the project: not replayed.");

/** What was reached; none of these may fall. */
const reached = { same: 58, sameButNewer: 185, explained: 249 };

describe.skipIf(!hasStripeData)("the recorded interactions", () => {
	it("are answered as Stripe answered them, but for differences with a reason", async () => {
		const replayed = [];
		for (const cassette of readCassettes()) replayed.push(...(await replayCassette(cassette)));
		const verdict = judge(replayed);
		const unexplained = verdict.findings.filter(({ reason }) => reason === null);
		expect(verdict.total).toBe(253);
		expect(unexplained.map(({ kind, where, example }) => `${kind} ${where}: ${example}`)).toEqual(
			[],
		);
		expect(verdict.unused).toEqual([]);
		expect(verdict.same).toBeGreaterThanOrEqual(reached.same);
		expect(verdict.sameButNewer).toBeGreaterThanOrEqual(reached.sameButNewer);
		expect(verdict.explained).toBeGreaterThanOrEqual(reached.explained);
	}, 60_000);
});

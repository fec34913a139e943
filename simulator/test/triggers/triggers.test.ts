import { describe, expect, it } from "vitest";
import { hasStripeData } from "../../verify/stripe-data.ts";
import { adaptTrigger } from "../../verify/triggers/adapt-trigger.ts";
import { runTrigger } from "../../verify/triggers/run-trigger.ts";
import { readTriggers } from "../../verify/triggers/trigger-files.ts";
import { emptyPatterns, notYet } from "../../verify/triggers/triggers-not-yet.ts";

const triggers = readTriggers();
const named = triggers.map((trigger) => ({ name: trigger.name, ...adaptTrigger(trigger) }));
if (!hasStripeData) console.warn("No request sequences beside the project: they are not run.");

describe.skipIf(!hasStripeData)("the request sequence", () => {
	it.each(named.filter(({ name }) => notYet(name) === null))(
		"$name emits its event",
		async ({ trigger }) => {
			expect(await runTrigger(trigger)).toMatchObject({ failure: null });
		},
	);

	it.each(named.filter(({ name }) => notYet(name) !== null))(
		"$name is rightly on the list of those that cannot pass yet",
		async ({ trigger }) => {
			expect((await runTrigger(trigger)).failure).not.toBeNull();
		},
	);

	const outdated = named.filter(
		({ name, originalIsRefused }) => originalIsRefused && notYet(name) === null,
	);
	it.each(outdated)("$name is refused in the parameters it was written in", async ({ name }) => {
		const original = triggers.find((trigger) => trigger.name === name);
		const steps = (original?.steps ?? []).map((step) => ({ ...step, mayFailWith: null }));
		expect(await runTrigger({ name, steps })).toMatchObject({ code: "parameter_unknown" });
	});

	it("is one of 95, and no pattern of the list is without a file", () => {
		expect(triggers).toHaveLength(95);
		expect(emptyPatterns(triggers.map(({ name }) => name))).toEqual([]);
	});
});

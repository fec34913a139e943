// Shows how close the simulator comes to Stripe: `npm run verify -w simulator -- triggers recorded laws`.
import { parseArgs } from "node:util";
import { printLaws } from "./laws/print-laws.ts";
import { printRecorded } from "./recorded/print-recorded.ts";
import { hasStripeData } from "./stripe-data.ts";
import { printTriggers } from "./triggers/print-triggers.ts";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		runs: { type: "string", default: "2000" },
		seed: { type: "string", default: "1" },
	},
});

const parts: Readonly<Record<string, () => Promise<void>>> = {
	triggers: ifThereIsData(printTriggers),
	recorded: ifThereIsData(printRecorded),
	laws: async () => printLaws(Number(values.runs), Number(values.seed)),
};

/** The part, or a word that there is nothing to compare with. */
function ifThereIsData(print: () => Promise<void>): () => Promise<void> {
	if (hasStripeData) return print;
	return async () => console.log("No Stripe data beside the project (../shared/stripe): skipped.");
}

for (const [name, print] of Object.entries(parts)) {
	if (positionals.length === 0 || positionals.includes(name)) await print();
}

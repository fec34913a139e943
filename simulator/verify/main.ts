// Shows how close the simulator comes to Stripe: `npm run verify -w simulator [-- triggers]`.
import { printRecorded } from "./print-recorded.ts";
import { printTriggers } from "./print-triggers.ts";
import { hasStripeData } from "./stripe-data.ts";

const tables: Readonly<Record<string, () => Promise<void>>> = {
	triggers: printTriggers,
	recorded: printRecorded,
};

const asked = process.argv.slice(2).filter((name) => name in tables);
if (!hasStripeData) console.log("No Stripe data beside the project (../shared/stripe): skipped.");
else {
	for (const [name, print] of Object.entries(tables)) {
		if (asked.length === 0 || asked.includes(name)) await print();
	}
}

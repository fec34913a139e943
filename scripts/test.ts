// `npm test`: every check there is. `npm test -- backend browser` runs those tests alone.
import { runSteps } from "./verify/run-steps.ts";
import { browserSteps, stepsWithoutBrowser } from "./verify/steps.ts";

const only = process.argv.slice(2);
const steps = [...stepsWithoutBrowser(only), ...browserSteps(only)];
if (steps.length === 0) {
	console.error(
		`No tests are called ${only.join(", ")}: backend, simulator, frontend, tidy, browser.`,
	);
	process.exit(1);
}
process.exitCode = await runSteps(steps);

// `npm run check`: every check that needs no browser and no build.
import { runSteps } from "./verify/run-steps.ts";
import { stepsWithoutBrowser } from "./verify/steps.ts";

process.exitCode = await runSteps(stepsWithoutBrowser());

#!/usr/bin/env node
// Runs the simulator on its own until it is told to stop.
import { readConfig } from "./config.ts";
import { startSimulator } from "./start.ts";

try {
	const { port, dataDir, seed, controlToken } = readConfig();
	const simulator = await startSimulator({
		port,
		dataDir,
		seed,
		controlToken,
		clock: () => new Date(),
		log: (problem) => console.error(problem),
	});
	// Before it says that it is ready: who waits for that may stop it at once.
	for (const signal of ["SIGINT", "SIGTERM"] as const) {
		process.once(signal, () => void simulator.close());
	}
	console.log(`Simulator ready at ${simulator.url} (API key ${simulator.apiKey})`);
	if (controlToken !== undefined) {
		console.log(`Console: ${simulator.url}/?token=${encodeURIComponent(controlToken)}`);
	}
} catch (problem) {
	console.error(sentenceOf(problem));
	process.exitCode = 1;
}

function sentenceOf(problem: unknown): string {
	if (!(problem instanceof Error)) return String(problem);
	if ("code" in problem && problem.code === "EADDRINUSE") {
		const port = "port" in problem ? problem.port : "chosen";
		return `Port ${String(port)} is taken; stop what uses it, or set SIMULATOR_PORT to another one.`;
	}
	return problem.message;
}

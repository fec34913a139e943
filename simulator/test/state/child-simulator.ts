// A simulator in a process of its own, to be killed: `node child-simulator.ts <directory>`. Prints its address.
import { startSimulator } from "../../src/start.ts";

const simulator = await startSimulator({
	port: 0,
	dataDir: process.argv[2] ?? "",
	clock: () => new Date(),
	// Rewritten all the time, so that a random moment often falls into it.
	journalBytes: 1,
	log: (problem) => console.error(problem),
});
console.log(simulator.url);

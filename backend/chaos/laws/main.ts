// `npm run laws [runs]`: tries every law on many random inputs, 200,000 unless said.
import { laws } from "./all.ts";

const runs = Number(process.argv[2] ?? 200_000);
if (!Number.isSafeInteger(runs) || runs < 1) {
	console.error("Usage: npm run laws -- [runs]");
	process.exit(2);
}
for (const law of laws) {
	const began = performance.now();
	try {
		await law.check(runs);
		console.log(`holds  ${law.name} (${Math.round(performance.now() - began)} ms)`);
	} catch (error) {
		console.error(`BROKEN ${law.name}\n${error instanceof Error ? error.message : error}`);
		process.exitCode = 1;
	}
}

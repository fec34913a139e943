// `npm run chaos:mutants`: shows that the laws and the worlds notice when the product is built wrong.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { mutants } from "./mutants.ts";

const run = promisify(execFile);
const script = join(import.meta.dirname, "mutant-run.ts");
const seeds = Array.from({ length: 4 }, (_, at) => `mutants/${at}`).join(",");
let survived = 0;

for (const [number, mutant] of mutants.entries()) {
	const verdict =
		mutant.only === undefined ? await tryOut(number) : "left to npm run chaos:processes";
	if (!/^(CAUGHT|left)/.test(verdict)) survived++;
	console.log(`${mutant.name}\n    ${verdict}`);
}
console.log(survived === 0 ? "all are caught" : `${survived} not caught`);
process.exitCode = survived === 0 ? 0 : 1;

async function tryOut(number: number): Promise<string> {
	try {
		const { stdout } = await run(process.execPath, [script, String(number), seeds]);
		return stdout.trim();
	} catch (error) {
		return `could not be tried: ${error instanceof Error ? error.message.slice(0, 500) : error}`;
	}
}

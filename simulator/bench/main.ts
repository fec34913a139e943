// `npm run bench -w simulator`: how fast and how large, printed as one table. Never a test.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const sizes = [1000, 10_000, 100_000];
/** A heap that may not grow at will, so that the largest row also shows what fits. */
const flags = ["--expose-gc", "--max-old-space-size=640"];

function measure(script: string, ...args: string[]): Record<string, unknown> {
	const file = new URL(script, import.meta.url).pathname;
	const output = execFileSync(process.execPath, [...flags, file, ...args], {
		encoding: "utf8",
		stdio: ["ignore", "pipe", "inherit"],
	});
	return Object(JSON.parse(output));
}

function measureStart(size: number, directory: string): Record<string, unknown> {
	const stored = measure("./fill-journal.ts", String(size), directory);
	const started = measure("./one-start.ts", directory);
	rmSync(directory, { recursive: true });
	return { ...started, ...stored };
}

console.log(`Node ${process.version}. Each row is a process of its own.\n`);
console.log("Creating subscriptions, their memory, and answered requests:");
console.table(sizes.map((size) => measure("./one-size.ts", String(size))));
const directory = mkdtempSync(join(tmpdir(), "simulator-bench-"));
try {
	console.log("A year of monthly renewals:");
	const onDisk = measure("./one-year.ts", "1000", join(directory, "year"));
	console.table([measure("./one-year.ts", "1000"), onDisk]);
	console.log("Starting from what a process with so many subscriptions has left:");
	console.table(sizes.map((size) => measureStart(size, join(directory, String(size)))));
} finally {
	rmSync(directory, { recursive: true, force: true });
}

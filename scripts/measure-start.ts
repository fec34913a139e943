// Measures `npm start`: seconds until ready, and the peak memory of all its processes (Linux only).
// `node scripts/run.mjs scripts/measure-start.ts` measures the first start and two later ones.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "./start/settings.ts";

const sampleMs = 100;
const afterReadyMs = 3000;
const ports = { FRONTEND_PORT: "15900", BACKEND_PORT: "15901", SIMULATOR_PORT: "15902" };

interface Measurement {
	seconds: number;
	peakMib: number;
	processes: number;
}

const dataDir = mkdtempSync(join(tmpdir(), "tollgate-measure-"));
rmSync(join(root, "frontend/.next"), { recursive: true, force: true });
report("first start, frontend built, empty data", await measureStart());
report("second start", await measureStart());
report("third start", await measureStart());
rmSync(dataDir, { recursive: true, force: true });

function report(what: string, { seconds, peakMib, processes }: Measurement): void {
	const words = `ready after ${seconds.toFixed(1)} s, peak ${Math.round(peakMib)} MiB`;
	console.log(`${what}: ${words} in ${processes} processes`);
}

async function measureStart(): Promise<Measurement> {
	const began = performance.now();
	const npm = spawn("npm", ["start"], {
		cwd: root,
		env: { ...process.env, ...ports, DATA_DIR: dataDir, STRIPE_SECRET_KEY: "", DATABASE_URL: "" },
		stdio: ["ignore", "pipe", "inherit"],
	});
	const ended = new Promise((resolve) => npm.once("exit", resolve));
	const peak = { mib: 0, processes: 0 };
	const sampling = setInterval(() => sample(npm.pid ?? 0, peak), sampleMs);
	let seconds = 0;
	for await (const line of createInterface({ input: npm.stdout })) {
		if (!line.includes("is ready after")) continue;
		seconds = (performance.now() - began) / 1000;
		break;
	}
	npm.stdout.resume();
	if (seconds === 0) throw new Error("npm start ended before it was ready");
	await visitPages();
	await pause(afterReadyMs);
	clearInterval(sampling);
	npm.kill("SIGTERM");
	await ended;
	await portsFree();
	return { seconds, peakMib: peak.mib, processes: peak.processes };
}

// What a first visitor does, so that the peak is one of use and not of idleness.
async function visitPages(): Promise<void> {
	for (const path of ["/", "/pricing", "/sign-up", "/sign-in", "/dashboard"]) {
		await (await fetch(`http://localhost:${ports.FRONTEND_PORT}${path}`)).text();
	}
}

// The programs end a moment after npm does, since they follow it down.
async function portsFree(): Promise<void> {
	const { takenPorts } = await import("./start/ports.ts");
	const all = Object.entries(ports).map(([name, port]) => ({ name, port: Number(port) }));
	while ((await takenPorts(all)).length > 0) await pause(sampleMs);
}

function sample(top: number, peak: { mib: number; processes: number }): void {
	const tree = descendants(top);
	const mib = tree.reduce((sum, pid) => sum + proportionalMib(pid), 0);
	if (mib > peak.mib) Object.assign(peak, { mib, processes: tree.length });
}

function descendants(top: number): number[] {
	const parents = readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map((name) => ({ pid: Number(name), parent: parentOf(name) }));
	const tree = [top];
	for (const pid of tree) {
		for (const each of parents) if (each.parent === pid) tree.push(each.pid);
	}
	return tree;
}

function parentOf(pid: string): number {
	const afterName = read(`/proc/${pid}/stat`).split(") ").at(-1) ?? "";
	return Number(afterName.split(" ")[1] ?? 0);
}

/** Memory of one process, pages shared with others counted in parts: sums are then true. */
function proportionalMib(pid: number): number {
	const kib = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
	return Number(kib ?? 0) / 1024;
}

function read(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return ""; // the process has just ended
	}
}

// The script in front of every npm script: installing once, passing on arguments, signals and codes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const repository = join(import.meta.dirname, "../..");
let folder = "";

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "tollgate-run-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(script: string, args: string[] = []) {
	const file = join(folder, "script.ts");
	writeFileSync(file, script);
	return spawn(process.execPath, [join(repository, "scripts/run.mjs"), file, ...args], {
		stdio: ["ignore", "pipe", "inherit"],
	});
}

test("passes arguments on and the exit code back", async () => {
	const child = run("process.exit(Number(process.argv[2]) + Number(process.argv[3]));", ["3", "4"]);
	expect(await once(child, "exit")).toEqual([7, null]);
});

test("passes a signal on and waits for the orderly end", async () => {
	const child = run(
		'process.on("SIGTERM", () => { console.log("tidied"); process.exit(5); });' +
			'setInterval(() => {}, 1000); console.log("up");',
	);
	let output = "";
	child.stdout.on("data", (chunk) => {
		output += chunk;
		if (String(chunk).includes("up")) child.kill("SIGTERM");
	});
	expect(await once(child, "exit")).toEqual([5, null]);
	expect(output).toContain("tidied");
});

test("ends its script when the process that started it is gone", async () => {
	const file = join(folder, "script.ts");
	writeFileSync(file, "console.log(process.pid); setInterval(() => {}, 1000);");
	const starter = spawn(
		"sh",
		["-c", `"${process.execPath}" "${repository}/scripts/run.mjs" "${file}" & wait`],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	const [pid] = await once(starter.stdout, "data");
	starter.kill("SIGKILL");
	await expect.poll(() => isAlive(Number(pid)), { timeout: 10_000 }).toBe(false);
});

test("installs when node_modules does not hold the lockfile, once, as the outer npm was not told", async () => {
	const first = await install({ npm_config_omit: "dev", npm_config_cache: "kept" });
	expect(first).toMatchObject({ code: 0, calls: 1 });
	expect(first.npm).toEqual({
		args: ["ci", "--include=dev", "--include=optional"],
		cache: "kept",
	});
	expect(await install({})).toMatchObject({ code: 0, calls: 1 });
	writeFileSync(join(folder, "package-lock.json"), lockfile("2.0.0"));
	expect(await install({})).toMatchObject({ code: 0, calls: 2 });
});

test("does not repeat an installation that a person made", async () => {
	mkdirSync(join(folder, "node_modules"));
	writeFileSync(join(folder, "node_modules/.package-lock.json"), lockfile("1.0.0"));
	expect(await install({})).toMatchObject({ code: 0, calls: 0 });
});

test("gives npm's exit code when the installation fails, and tries again the next time", async () => {
	expect(await install({ FAIL: "9" })).toMatchObject({ code: 9, calls: 1 });
	expect(await install({})).toMatchObject({ code: 0, calls: 2 });
});

function lockfile(version: string): string {
	const other = { version: "1.0.0", integrity: "sha512-y", optional: true, os: ["none"] };
	return JSON.stringify({
		packages: {
			"": { name: "x" },
			"node_modules/a": { version, integrity: "sha512-x" },
			"node_modules/a-for-another-platform": other,
		},
	});
}

// A program in npm's place that notes how it was called and does what an installation leaves behind.
const standIn = `
const fs = require("node:fs");
const { npm_config_omit: omit, npm_config_cache: cache } = process.env;
fs.appendFileSync("calls.log", JSON.stringify({ args: process.argv.slice(2), omit, cache }) + "\\n");
if (process.env.FAIL) process.exit(Number(process.env.FAIL));
fs.mkdirSync("node_modules", { recursive: true });
`;

async function install(env: Record<string, string>) {
	const lock = join(folder, "package-lock.json");
	writeFileSync(lock, readOr(lock, lockfile("1.0.0")));
	writeFileSync(join(folder, "npm-cli.js"), standIn);
	const call = `
import { installWhatIsMissing } from "${repository}/scripts/run/install.mjs";
process.exit(await installWhatIsMissing("${folder}", () => {}));`;
	const child = spawn(process.execPath, ["--input-type=module", "-e", call], {
		stdio: ["ignore", "ignore", "ignore"],
		env: { PATH: process.env.PATH, npm_execpath: join(folder, "npm-cli.js"), ...env },
	});
	const [code] = await once(child, "exit");
	const lines = readOr(join(folder, "calls.log"), "").trim().split("\n").filter(Boolean);
	return { code, calls: lines.length, npm: JSON.parse(lines.at(-1) ?? "null") };
}

function readOr(file: string, otherwise: string): string {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return otherwise;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

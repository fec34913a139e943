import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { holdDirectory } from "../../src/state/disk/directory-lock.ts";

const lockModule = new URL("../../src/state/disk/directory-lock.ts", import.meta.url).href;

function aDirectory(): string {
	const directory = mkdtempSync(join(tmpdir(), "simulator-"));
	onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
	return directory;
}

/** The id of a process that has just ended. */
function aDeadProcess(): string {
	return execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }).trim();
}

it("names this process while it is held, and is gone with all its drafts afterwards", () => {
	const directory = aDirectory();
	const release = holdDirectory(directory);
	expect(readFileSync(join(directory, "process.pid"), "utf8")).toBe(String(process.pid));
	expect(readdirSync(directory)).toEqual(["process.pid"]);
	release();
	expect(readdirSync(directory)).toEqual([]);
});

it.each(["of a dead process", "without a holder", "cut short"])("takes over a lock %s", (kind) => {
	const directory = aDirectory();
	const lock = join(directory, "process.pid");
	writeFileSync(lock, kind === "of a dead process" ? aDeadProcess() : kind.slice(0, 3));
	holdDirectory(directory);
	expect(readFileSync(lock, "utf8")).toBe(String(process.pid));
	expect(readdirSync(directory)).toEqual(["process.pid"]);
});

it("leaves the lock to a process that lives, and to one it may not even signal", () => {
	const directory = aDirectory();
	const lock = join(directory, "process.pid");
	const kill = process.kill;
	onTestFinished(() => {
		process.kill = kill;
	});
	writeFileSync(lock, String(process.ppid));
	expect(() => holdDirectory(directory)).toThrow(`Another simulator (process ${process.ppid})`);
	process.kill = () => {
		throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
	};
	expect(() => holdDirectory(directory)).toThrow(`Another simulator (process ${process.ppid})`);
	expect(readFileSync(lock, "utf8")).toBe(String(process.ppid));
});

it("is not taken from a fast one by a slow one that still believes in the dead holder", () => {
	const directory = aDirectory();
	const lock = join(directory, "process.pid");
	const dead = aDeadProcess();
	writeFileSync(lock, dead);
	const kill = process.kill;
	onTestFinished(() => {
		process.kill = kill;
	});
	process.kill = (pid, signal) => {
		// The fast one takes over between the slow one's look at the holder and what it does about it.
		if (String(pid) === dead) writeFileSync(lock, String(process.ppid));
		return kill(pid, signal);
	};
	expect(() => holdDirectory(directory)).toThrow(`Another simulator (process ${process.ppid})`);
	expect(readFileSync(lock, "utf8")).toBe(String(process.ppid));
});

it("goes to exactly one of many that find the same dead holder", { timeout: 60_000 }, async () => {
	const script = `
		import { existsSync } from "node:fs";
		const { holdDirectory } = await import(process.argv[1]);
		console.log("ready");
		while (!existsSync(process.argv[2] + "-go")) {}
		try { holdDirectory(process.argv[2]); console.log("held"); }
		catch (problem) { console.log(problem.message.startsWith("Another") ? "refused" : problem.message); }
		process.stdin.resume();`;
	for (let round = 0; round < 3; round += 1) {
		const directory = aDirectory();
		writeFileSync(join(directory, "process.pid"), aDeadProcess());
		const children = Array.from({ length: 4 }, () => {
			const args = ["--input-type=module", "-e", script, lockModule, directory];
			return spawn(process.execPath, args);
		});
		onTestFinished(() => {
			for (const child of children) child.kill("SIGKILL");
		});
		await Promise.all(children.map((child) => linesOf(child, 1)));
		const answers = Promise.all(children.map((child) => linesOf(child, 1)));
		writeFileSync(`${directory}-go`, "");
		const heard = (await answers).flat();
		rmSync(`${directory}-go`);
		expect(heard.toSorted()).toEqual(["held", "refused", "refused", "refused"]);
		expect(existsSync(join(directory, "process.pid"))).toBe(true);
	}
});

/** The next so many lines that it prints. */
async function linesOf(child: ChildProcess, count: number): Promise<string[]> {
	let text = "";
	while (text.split("\n").length <= count && child.stdout !== null) {
		const [chunk] = await once(child.stdout, "data");
		text += String(chunk);
	}
	return text.trim().split("\n");
}

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lockDirectory } from "../../src/database/directory-lock.ts";

function aDirectory(): { directory: string; lock: string } {
	const directory = mkdtempSync(join(tmpdir(), "tollgate-lock-"));
	onTestFinished(() => rmSync(directory, { recursive: true }));
	return { directory, lock: join(directory, "tollgate.lock") };
}

/** The id of a process that has just ended. */
function aDeadProcess(): string {
	return execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }).trim();
}

test.each(["a dead process", "nobody", ""])(
	"a lock of %s is taken over, and leaves nothing",
	(who) => {
		const { directory, lock } = aDirectory();
		writeFileSync(lock, who === "a dead process" ? aDeadProcess() : who);
		const release = lockDirectory(directory);
		expect(readFileSync(lock, "utf8")).toBe(String(process.pid));
		expect(readdirSync(directory)).toEqual(["tollgate.lock"]);
		release();
		expect(readdirSync(directory)).toEqual([]);
	},
);

test("a slow one that still believes in the dead holder takes nothing from a fast one", () => {
	const { directory, lock } = aDirectory();
	const dead = aDeadProcess();
	writeFileSync(lock, dead);
	const { kill } = process;
	onTestFinished(() => {
		process.kill = kill;
	});
	process.kill = (pid, signal) => {
		// The fast one takes over between the slow one's look at the holder and what it does about it.
		if (String(pid) === dead) writeFileSync(lock, String(process.ppid));
		return kill.call(process, pid, signal);
	};
	expect(() => lockDirectory(directory)).toThrow(`in use by process ${process.ppid}`);
	expect(readFileSync(lock, "utf8")).toBe(String(process.ppid));
});

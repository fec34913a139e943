// Runs one command of the checks and waits for its end.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { followParent } from "../start/program.ts";
import { root } from "../start/settings.ts";

/** Runs `node` with these arguments, output on the screen. True when it ended with code 0. */
export function passes(
	args: readonly string[],
	options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<boolean> {
	const child = spawn(process.execPath, ["--import", followParent, ...args], {
		cwd: options.cwd ?? root,
		env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...options.env },
		stdio: ["ignore", "inherit", "inherit"],
	});
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code) => resolve(code === 0));
	});
}

/** Path of a package's own command, so that nothing depends on `node_modules/.bin`. */
export function commandOf(path: string): string {
	return join(root, "node_modules", path);
}

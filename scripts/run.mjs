// Stands in front of every npm script: installs what is missing, then runs the script on a Node.js
// that can. Plain JavaScript, since it must start on whatever Node.js (20 or newer) the user has.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findNode } from "./run/find-node.mjs";
import { installWhatIsMissing } from "./run/install.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [script, ...rest] = process.argv.slice(2);
if (!script) stopWith("Usage: node scripts/run.mjs <script.ts> [arguments]");

const installed = await installWhatIsMissing(root, followSignals);
if (installed !== 0) process.exit(installed);
const node = findNode(root);
if (!node) {
	const here = `${process.platform}-${process.arch}`;
	stopWith(
		`Node.js 22.18 or newer is needed: this is ${process.version}, and none is bundled for ${here}. ` +
			"Get it from https://nodejs.org and run the same command again.",
	);
}

const inRoot = join(root, script);
const child = spawn(node, [existsSync(inRoot) ? inRoot : script, ...rest], {
	stdio: "inherit",
	env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` },
});
followSignals(child);
child.on("error", (error) => stopWith(`${node} does not start here: ${error.message}`));
child.on("exit", (code, signal) => {
	process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1));
});

// A SIGTERM sent to `npm start` ends npm and its shell without reaching this process, so the script
// is ended as soon as the parent has gone.
function followSignals(started) {
	const parent = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid !== parent) started.kill("SIGTERM");
	}, 500);
	const forward = (signal) => started.kill(signal);
	const names = ["SIGINT", "SIGTERM", "SIGHUP"];
	for (const name of names) process.on(name, forward);
	started.once("exit", () => {
		clearInterval(watch);
		for (const name of names) process.off(name, forward);
	});
}

function stopWith(message) {
	console.error(message);
	process.exit(1);
}

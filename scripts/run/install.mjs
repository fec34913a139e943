// Installs the locked packages when node_modules does not hold them.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * Makes node_modules hold what package-lock.json says, and does nothing when it does already.
 * `onStart` is handed the npm process. Resolves to npm's exit code, 0 when there was nothing to do.
 */
export async function installWhatIsMissing(root, onStart) {
	const lock = readFileSync(join(root, "package-lock.json"), "utf8");
	const stamp = join(root, "node_modules", ".installed-lock");
	const hash = createHash("sha256").update(lock).digest("hex");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return 0;
	if (!holds(root, lock)) {
		const code = await npmCi(root, Object.keys(JSON.parse(lock).packages).length, onStart);
		if (code !== 0) return code;
	}
	writeFileSync(stamp, hash);
	return 0;
}

// npm lists what it installed, as its very last act, in a lockfile of its own. A package for another
// platform is not in it and is not missing.
function holds(root, lock) {
	const have = listed(join(root, "node_modules", ".package-lock.json"));
	return Object.entries(JSON.parse(lock).packages).every(([path, want]) => {
		if (!path.includes("node_modules/")) return true;
		const got = have[path];
		if (!got) return Boolean(want.optional || want.devOptional);
		return got.version === want.version && got.integrity === want.integrity;
	});
}

function listed(file) {
	try {
		return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
	} catch {
		return {}; // not there, or half written: then everything is missing
	}
}

async function npmCi(root, count, onStart) {
	const began = Date.now();
	const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
	const say = (text) => process.stderr.write(text);
	say(`Installing up to ${count} locked packages; once, about a minute.\n`);
	const { command, args, shell } = npmCommand();
	const npm = spawn(command, [...args, "ci", "--include=dev", "--include=optional"], {
		cwd: root,
		env: environmentForNpm(),
		shell,
		stdio: ["ignore", "pipe", "pipe"],
	});
	onStart(npm);
	let output = "";
	for (const stream of [npm.stdout, npm.stderr]) {
		stream.on("data", (chunk) => {
			output += chunk;
		});
	}
	const live = process.stderr.isTTY;
	const tick = setInterval(
		() => say(live ? `\r  installing, ${seconds()} ` : `  installing, ${seconds()}\n`),
		live ? 1000 : 10_000,
	);
	const code = await new Promise((resolve) => {
		npm.on("error", (error) => {
			output += `npm does not start: ${error.message}\n`;
			resolve(1);
		});
		npm.on("close", (exitCode) => resolve(exitCode ?? 1));
	});
	clearInterval(tick);
	say(`${live ? "\r" : ""}  ${code === 0 ? "installed" : "npm ci failed"} after ${seconds()}\n`);
	if (code !== 0) say(output);
	return code;
}

// The npm that started this script is the one the user chose; npm_node_execpath is its Node.js, which
// unlike the running one never lies in the node_modules folder that npm is about to remove.
function npmCommand() {
	const script = process.env.npm_execpath ?? "";
	if (basename(script) === "npm-cli.js" && existsSync(script)) {
		return { command: process.env.npm_node_execpath ?? process.execPath, args: [script] };
	}
	const windows = process.platform === "win32";
	return { command: windows ? "npm.cmd" : "npm", args: [], shell: windows };
}

// What the outer npm was told (`-w simulator`, `--omit=dev`, `--silent`) reaches a script as variables
// and would steer the inner npm. Registry, proxy and certificate settings must stay.
const steering = [
	...["workspace", "workspaces", "include_workspace_root", "local_prefix", "location", "global"],
	...["omit", "include", "only", "also", "dev", "production", "package_lock_only", "dry_run"],
	...["if_present", "json", "silent", "loglevel"],
];
const outerOnly = new RegExp(
	`^npm_(?!config_|execpath$|node_execpath$)|^npm_config_(${steering.join("|")})$`,
	"i",
);

function environmentForNpm() {
	const kept = Object.entries(process.env).filter(
		([name]) => !outerOnly.test(name) && name !== "NODE_ENV" && name !== "NODE_OPTIONS",
	);
	return Object.fromEntries(kept);
}

// Builds the frontend for production when its sources changed since the last build.
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { importsOf } from "../imports.ts";
import { type Program, startProgram } from "./program.ts";
import { root } from "./settings.ts";

export const nextCommand = join(root, "node_modules/next/dist/bin/next");
const frontend = join(root, "frontend");
const stamp = join(frontend, ".next/built-from");

/** Whether the last build is of these very sources. */
export function frontendIsBuilt(): boolean {
	const finished = existsSync(join(frontend, ".next/BUILD_ID")) && existsSync(stamp);
	return finished && readFileSync(stamp, "utf8") === sourcesHash();
}

/** The build as a running program, and a promise that throws when it fails. Progress goes to `say`. */
export function buildFrontend(
	logs: string,
	say: (text: string) => void,
): { program: Program; built: Promise<void> } {
	const hash = sourcesHash();
	rmSync(stamp, { force: true });
	const program = startProgram({
		name: "frontend build",
		args: [nextCommand, "build"],
		cwd: frontend,
		env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
		logs,
		verbose: false,
	});
	const began = Date.now();
	const tick = setInterval(() => {
		say(`  still building, ${Math.round((Date.now() - began) / 1000)} s`);
	}, 10_000);
	const built = program.ended.then((how) => {
		clearInterval(tick);
		if (how !== "exit code 0") {
			const lines = program.unseenLines().join("\n");
			throw new Error(`The frontend does not build (${how}).\n${lines}`);
		}
		writeFileSync(stamp, hash);
	});
	return { program, built };
}

// The frontend takes types from the backend's contract, so that file and all it names count too.
function sourcesHash(): string {
	const own = globSync("**/*", {
		cwd: frontend,
		exclude: ({ name }) => /^(\.next|node_modules|test)$|^next-env|tsbuildinfo$/.test(name),
		withFileTypes: true,
	})
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
	const contract = withImports(join(root, "backend/src/http/contract.ts"), new Set());
	const hash = createHash("sha256");
	for (const file of [...own, ...contract, join(root, "package-lock.json")].toSorted()) {
		hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
	}
	return hash.digest("hex");
}

function withImports(file: string, seen: Set<string>): Set<string> {
	if (seen.has(file) || !existsSync(file)) return seen;
	seen.add(file);
	for (const { specifier } of importsOf(readFileSync(file, "utf8"))) {
		if (specifier.startsWith(".")) withImports(resolve(dirname(file), specifier), seen);
	}
	return seen;
}

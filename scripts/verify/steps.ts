// Lists the checks in the order they run: the cheap ones first, so that a slip is told at once.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browserPath } from "../browser.ts";
import { lockProblems } from "../check-lock.ts";
import { buildFrontend, frontendIsBuilt, nextCommand } from "../start/frontend-build.ts";
import { root } from "../start/settings.ts";
import { commandOf, passes } from "./command.ts";
import { type Counts, noTests, playwrightCounts, vitestCounts } from "./test-counts.ts";

export interface Step {
	title: string;
	run(): Promise<{ ok: boolean; counts: Counts }>;
}

const projects = ["backend", "simulator", "frontend", "tidy"];
const tsc = commandOf("typescript/bin/tsc");
const frontend = join(root, "frontend");

/** Everything that needs no browser; `only` narrows the tests to some projects and drops the rest. */
export function stepsWithoutBrowser(only: readonly string[] = []): Step[] {
	const chosen = projects.filter((name) => only.includes(name));
	if (only.length > 0) return chosen.length > 0 ? [tests(chosen)] : [];
	return [
		{ title: "The lockfile is complete", run: () => plain(lockIsComplete()) },
		{ title: "Types", run: () => plain(typesHold()) },
		{
			title: "Lint and format",
			run: () => plain(passes([commandOf("@biomejs/biome/bin/biome"), "check", "."])),
		},
		tests([]),
	];
}

/** The stories in a real browser, against everything running. */
export function browserSteps(only: readonly string[] = []): Step[] {
	if (only.length > 0 && !only.includes("browser")) return [];
	return [
		{ title: "The frontend builds", run: () => plain(frontendBuilds()) },
		{ title: "Stories in a browser", run: browserStories },
	];
}

async function plain(check: Promise<boolean>): Promise<{ ok: boolean; counts: Counts }> {
	return { ok: await check, counts: noTests };
}

async function lockIsComplete(): Promise<boolean> {
	const problems = lockProblems(readFileSync(join(root, "package-lock.json"), "utf8"));
	for (const problem of problems) console.error(problem);
	return problems.length === 0;
}

async function typesHold(): Promise<boolean> {
	return (
		(await passes([tsc, "--noEmit", "-p", root])) &&
		(await passes([nextCommand, "typegen"], { cwd: frontend })) &&
		(await passes([tsc, "--noEmit", "-p", frontend]))
	);
}

function tests(chosen: readonly string[]): Step {
	return {
		title: "Tests",
		async run() {
			const folder = mkdtempSync(join(tmpdir(), "tollgate-test-"));
			const report = join(folder, "report.json");
			const ok = await passes([
				commandOf("vitest/vitest.mjs"),
				"run",
				"--reporter=default",
				"--reporter=json",
				`--outputFile.json=${report}`,
				...chosen.map((name) => `--project=${name}`),
			]);
			const counts = vitestCounts(report);
			rmSync(folder, { recursive: true, force: true });
			return { ok, counts };
		},
	};
}

async function frontendBuilds(): Promise<boolean> {
	if (frontendIsBuilt()) return true;
	const logs = join(root, "test-results");
	mkdirSync(logs, { recursive: true });
	console.log("   10 to 30 s");
	try {
		await buildFrontend(logs, console.log).built;
		return true;
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		return false;
	}
}

async function browserStories(): Promise<{ ok: boolean; counts: Counts }> {
	try {
		await browserPath();
	} catch (error) {
		console.error(`${error instanceof Error ? error.message : error}`);
		console.error("The browser stories were not run.");
		return { ok: !process.env.CI, counts: noTests };
	}
	const folder = mkdtempSync(join(tmpdir(), "tollgate-stories-"));
	const report = join(folder, "report.json");
	const ok = await passes([commandOf("@playwright/test/cli.js"), "test", "--reporter=list,json"], {
		env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report, STORY_DATA_DIR: join(folder, "data") },
	});
	const counts = playwrightCounts(report);
	rmSync(folder, { recursive: true, force: true });
	return { ok, counts };
}

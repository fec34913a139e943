// Shows that every rule can fail: each is given a small planted source that breaks it.
import { expect, test } from "vitest";
import { lockProblems } from "../../scripts/check-lock.ts";
import { codesInTable, deadPaths, missingTests } from "./documents.ts";
import {
	clockViolations,
	environmentViolations,
	packageDoorViolations,
	pureSimulatorViolations,
	workspaceViolations,
} from "./doors.ts";
import { importCycles } from "./import-cycles.ts";
import {
	folderViolations,
	migrationViolations,
	nameViolations,
	purposeViolations,
	roomViolations,
	sizeViolations,
} from "./names-and-sizes.ts";
import type { SourceFile } from "./repository.ts";
import { storeyViolations } from "./storeys.ts";
import { escapeViolations, machineViolations, wordViolations } from "./wording.ts";

const at = (path: string, text = ""): SourceFile => ({ path, text });
const inBackend = (path: string, text: string) => [at(`backend/src/${path}`, text)];

test.each([
	["domain/tier.ts", 'import { save } from "../database/users.ts";'],
	["domain/tier.ts", 'import type { Row } from "../database/users.ts";'],
	["domain/tier.ts", 'import { hash } from "node:crypto";'],
	["domain/tier.ts", 'import { catalog } from "../../billing.config.ts";'],
	["database/users.ts", 'export { client } from "../stripe/client.ts";'],
	["stripe/client.ts", 'await import("../operations/start-checkout.ts");'],
	["http/server.ts", 'import { drain } from "../jobs/drain.ts";'],
	["jobs/drain.ts", 'import "../http/server.ts";'],
	["http/server.ts", 'import { readConfig } from "../config.ts";'],
	["config.ts", 'import { tiers } from "./domain/catalog.ts";'],
	["app.ts", 'import { main } from "./main.ts";'],
	["operations/open-portal.ts", 'import { startCheckout } from "./start-checkout.ts";'],
	["http/server.ts", 'import { logger } from "../logger.ts";'],
	["logger.ts", 'import { app } from "./app.ts";'],
	["attic/thing.ts", ""],
])("the storeys refuse %s with %s", (path, text) => {
	expect(storeyViolations(inBackend(path, text))).toHaveLength(1);
});

test.each([
	["main.ts", 'import { catalog } from "../billing.config.ts"; import { c } from "./config.ts";'],
	[
		"http/server.ts",
		'import { isLive } from "../domain/subscription.ts"; import f from "fastify";',
	],
	["operations/apply-event.ts", 'import { syncSubscription } from "./sync-subscription.ts";'],
	["operations/apply-event.ts", 'import type { Deps } from "./deps.ts";'],
	["domain/tier.ts", '// import "../http/server.ts"\nconst text = \'import "node:fs"\';'],
])("the storeys allow %s with %s", (path, text) => {
	expect(storeyViolations(inBackend(path, text))).toEqual([]);
});

test.each([
	["http/webhook.ts", 'import type Stripe from "stripe";'],
	["operations/pay.ts", 'import { sql } from "drizzle-orm";'],
	["http/users.ts", 'import { eq } from "drizzle-orm/pg-core";'],
	["domain/x.ts", 'import { PGlite } from "@electric-sql/pglite";'],
	["stripe/x.ts", 'import pg from "pg";'],
])("a package behind a door is seen in %s", (path, text) => {
	expect(packageDoorViolations(inBackend(path, text))).toHaveLength(1);
});

test("a package behind its own door is fine, and a like-named one is another", () => {
	const files = [
		...inBackend("stripe/client.ts", 'import Stripe from "stripe";'),
		...inBackend("database/users.ts", 'import { eq } from "drizzle-orm";'),
		...inBackend("http/x.ts", 'import x from "stripe-like"; import y from "pg-like";'),
	];
	expect(packageDoorViolations(files)).toEqual([]);
});

test("the environment is read in config.ts alone", () => {
	const text = "const port = process.env.PORT;";
	expect(environmentViolations([at("frontend/src/app/page.tsx", text)])).toHaveLength(1);
	expect(environmentViolations([at("backend/src/http/config.ts", text)])).toHaveLength(1);
	expect(environmentViolations([at("frontend/src/config.ts", text)])).toEqual([]);
	expect(environmentViolations(inBackend("http/a.ts", "// not process.env here"))).toEqual([]);
});

test.each([
	"const now = Date.now();",
	"const clock = Date.now;",
	"const at = new Date();",
	"const at = new Date;",
	"const id = `x_${crypto.randomUUID()}`;",
	'import { randomBytes } from "node:crypto";',
	"Math.random() < 0.5",
	"crypto.getRandomValues(bytes)",
])("time and chance are seen in: %s", (text) => {
	expect(clockViolations(inBackend("operations/pay.ts", text))).toHaveLength(1);
	expect(clockViolations([at("simulator/src/state/ids.ts", text)])).toHaveLength(1);
	expect(clockViolations(inBackend("main.ts", text))).toEqual([]);
});

test("a given instant is no reading of the clock", () => {
	const text = 'const at = new Date(seconds * 1000); const word = "Date.now";';
	expect(clockViolations(inBackend("domain/x.ts", text))).toEqual([]);
});

test.each([
	["backend/src/main.ts", 'import { start } from "../../simulator/src/main.ts";'],
	["simulator/src/api/x.ts", 'import type { T } from "../../../backend/src/domain/tier.ts";'],
	["frontend/src/x.ts", 'import type { T } from "../../backend/src/domain/tier.ts";'],
	["frontend/src/x.ts", 'import { errors } from "@tollgate/backend/contract";'],
	["frontend/src/x.ts", 'import type { T } from "@tollgate/backend/src/http/contract.ts";'],
	["simulator/src/x.ts", 'import Stripe from "stripe";'],
	["backend/src/main.ts", 'import { root } from "../../scripts/start/settings.ts";'],
])("code shared between workspaces is seen in %s: %s", (path, text) => {
	expect(workspaceViolations([at(path, text)])).toHaveLength(1);
});

test("the contract's types, and a test that starts the other workspace, are fine", () => {
	const files = [
		at("frontend/src/x.ts", 'import type { Tier } from "@tollgate/backend/contract";'),
		at("backend/test/x.ts", 'import { start } from "../../simulator/src/app.ts";'),
		at("simulator/src/x.ts", 'import type Stripe from "stripe";'),
	];
	expect(workspaceViolations(files)).toEqual([]);
});

test("input and output in the simulator's lifecycle is seen", () => {
	const impure =
		'import { readFileSync } from "node:fs"; import { send } from "../delivery/send.ts";';
	expect(pureSimulatorViolations([at("simulator/src/billing/x.ts", impure)])).toHaveLength(2);
});

test("a circle of imports is seen, also one of types", () => {
	const files = [
		at("scripts/a.ts", 'import { b } from "./b.ts";'),
		at("scripts/b.ts", 'import type { C } from "./deep/c.ts";'),
		at("scripts/deep/c.ts", 'export * from "../a.ts";'),
	];
	expect(importCycles(files)).toEqual([
		"scripts/a.ts → scripts/b.ts → scripts/deep/c.ts → scripts/a.ts",
	]);
	expect(importCycles(files.slice(0, 2))).toEqual([]);
});

test("a folder of sixteen files is too full, whatever lies in the folders below it", () => {
	const many = (count: number, folder: string) =>
		Array.from({ length: count }, (_, index) => at(`${folder}/a-${index}.ts`));
	const full = [...many(16, "simulator/src/x"), ...many(16, "backend/src/x")];
	expect(folderViolations(full, ["simulator"])).toEqual([
		"simulator/src/x holds 16 files; 15 is the limit.",
	]);
	const sorted = [...many(15, "simulator/src/x"), ...many(15, "simulator/src/x/y")];
	expect(folderViolations(sorted, ["simulator"])).toEqual([]);
});

test.each(["backend/src/utils.ts", "frontend/src/lib/money.ts", "simulator/src/index.ts"])(
	"the name %s is refused",
	(path) => {
		expect(nameViolations([at(path)])).toHaveLength(1);
	},
);

test("long files, and files without a purpose, are seen", () => {
	expect(sizeViolations([at("a.ts", "x\n".repeat(251))])).toHaveLength(1);
	expect(sizeViolations([at("a.ts", "x\n\n".repeat(250))])).toEqual([]);
	expect(purposeViolations([at("a.ts", 'import x from "x";\n// Late.')])).toHaveLength(1);
	expect(purposeViolations([at("a.tsx", '"use client";\n\n// Shows a tier.\n')])).toEqual([]);
	expect(purposeViolations([at("a.ts", "// Says what it is.\n")])).toEqual([]);
});

test("a room without a short README is seen", () => {
	const room = [at("backend/src/domain/a.ts"), at("backend/src/domain/deep/b.ts")];
	const long = at("backend/src/domain/README.md", "line\n".repeat(41));
	expect(roomViolations(room)).toEqual(["backend/src/domain has no README.md."]);
	expect(roomViolations([...room, long])).toHaveLength(1);
	expect(roomViolations(room.slice(1))).toEqual([]);
});

test("gaps, doubles and odd names among migrations are seen", () => {
	const named = (...names: string[]) =>
		migrationViolations(names.map((name) => at(`backend/src/database/migrations/${name}`)));
	expect(named("0001_create_users.sql", "0002_add_trials.sql")).toEqual([]);
	expect(named("0001_create_users.sql", "0003_add_trials.sql")).toHaveLength(1);
	expect(named("0001_a.sql", "0001_b.sql")).toHaveLength(1);
	expect(named("0001-Create.sql")).toHaveLength(1);
});

test.each([
	"const x = y as any;",
	"function f(x: any) {}",
	"// @ts-ignore",
	"// @ts-expect-error",
	"// biome-ignore lint/suspicious/noExplicitAny: why",
	"const m = new Map<any, string>();",
])("a check switched off without a reason is seen in: %s", (text) => {
	expect(escapeViolations([at("a.ts", text)])).toHaveLength(1);
});

test("a reason, and a string that only speaks of it, are fine", () => {
	const text =
		'// biome-ignore lint/style/x: the wire gives no type here.\nconst a = "as any"; // any word';
	expect(escapeViolations([at("a.ts", text)])).toEqual([]);
});

test.each(["const planName = 1;", "const currentPlan = 1;", 'const t = "Choose your plan";'])(
	"the wrong word is seen in: %s",
	(text) => {
		expect(wordViolations([at("frontend/src/x.tsx", text)])).toHaveLength(1);
		expect(wordViolations([at("simulator/src/x.ts", text)])).toEqual([]);
	},
);

test("words that only look alike, and Stripe's spelling, are told apart", () => {
	const fine = "const explanation = planet; // a plan is called a tier";
	expect(wordViolations([at("backend/src/x.ts", fine)])).toEqual([]);
	expect(wordViolations([at("backend/src/x.ts", 'const s = "cancelled";')])).toHaveLength(1);
	expect(wordViolations([at("backend/src/x.ts", 'const s = "canceled";')])).toEqual([]);
});

test("a path or address of one machine is seen in any file", () => {
	const path = ["", "home", "ada", "tollgate"].join("/");
	expect(machineViolations([at("README.md", `Look in ${path}.`)])).toHaveLength(1);
	const host = ["https:", "", "registry.example.com", "x.tgz"].join("/");
	expect(machineViolations([at("package-lock.json", host)])).toHaveLength(1);
	expect(machineViolations([at("a.md", "See docs/work/home and ./root.")])).toEqual([]);
});

test("a lockfile that another machine cannot use is seen", () => {
	const lock = (packages: object) => lockProblems(JSON.stringify({ packages }));
	const integrity = "sha512-x";
	const a = { integrity, optionalDependencies: { "a-linux": "1.0.0" } };
	expect(lock({ "node_modules/a": a })).toHaveLength(1);
	expect(lock({ "node_modules/a": a, "node_modules/a-linux": { integrity } })).toEqual([]);
	expect(lock({ "node_modules/b": {} })).toHaveLength(1);
	expect(lock({ "node_modules/b": { integrity, resolved: "http://x/b.tgz" } })).toHaveLength(1);
});

test("a document that names a file that is gone is seen", () => {
	const files = [
		at("docs/a.md", "See `backend/src/main.ts`, `backend/src/*.ts` and [b](../b.md), [c](c.md)."),
		at("docs/c.md"),
		at("backend/src/domain/x.ts"),
	];
	expect(deadPaths(files)).toEqual([
		"docs/a.md names backend/src/main.ts, which is not there.",
		"docs/a.md names b.md, which is not there.",
	]);
	expect(deadPaths([...files, at("backend/src/main.ts"), at("b.md")])).toEqual([]);
});

test("the codes of a table are read in order", () => {
	expect(codesInTable("| code | x |\n|---|---|\n| `a_b` | y |\n| `c` | z |")).toEqual(["a_b", "c"]);
});

test("a named test that is gone is seen", () => {
	const textOf = (file: string) => (file === "a.test.ts" ? 'test("an order is kept")' : "");
	expect(missingTests("`a.test.ts › order is kept`", textOf)).toEqual([]);
	expect(missingTests("`a.test.ts › order is lost` `b.test.ts › kept`", textOf)).toHaveLength(2);
});

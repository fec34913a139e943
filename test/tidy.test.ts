// The style guide, running: each rule of STYLE.md that a machine can hold.
import { describe, expect, test } from "vitest";
import { errors } from "../backend/src/domain/errors.ts";
import { handledEventTypes } from "../backend/src/domain/stripe-event.ts";
import { lockProblems } from "../scripts/check-lock.ts";
import { envExample } from "../scripts/env-example.ts";
import { codesInTable, deadPaths, missingTests } from "./tidy/documents.ts";
import {
	clockViolations,
	environmentViolations,
	packageDoorViolations,
	pureSimulatorViolations,
	workspaceViolations,
} from "./tidy/doors.ts";
import { importCycles } from "./tidy/import-cycles.ts";
import {
	folderViolations,
	maxLines,
	migrationViolations,
	nameViolations,
	purposeViolations,
	roomViolations,
	sizeViolations,
} from "./tidy/names-and-sizes.ts";
import { readRepository } from "./tidy/repository.ts";
import { storeyViolations } from "./tidy/storeys.ts";
import { escapeViolations, machineViolations, wordViolations } from "./tidy/wording.ts";

const files = readRepository();
const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? "";

describe("imports", () => {
	test("only go down the backend's storeys", () => {
		expect(storeyViolations(files)).toEqual([]);
	});
	test("never go round in a circle", () => {
		expect(importCycles(files)).toEqual([]);
	});
	test("reach Stripe and SQL through their doors alone", () => {
		expect(packageDoorViolations(files)).toEqual([]);
	});
	test("do not cross from one workspace into another", () => {
		expect(workspaceViolations(files)).toEqual([]);
	});
	test("keep the simulator's lifecycle pure", () => {
		expect(pureSimulatorViolations(files)).toEqual([]);
	});
});

describe("the world outside", () => {
	test("is read from the environment in one file of each workspace", () => {
		expect(environmentViolations(files)).toEqual([]);
	});
	test("gives time and chance to main.ts alone", () => {
		expect(clockViolations(files)).toEqual([]);
	});
});

describe("files", () => {
	test("have names that say what is inside", () => {
		expect(nameViolations(files)).toEqual([]);
	});
	test("stay short", () => {
		expect(sizeViolations(files)).toEqual([]);
	});
	// The backend's and the frontend's folders hold more than that by now and are not held to it.
	test("of the simulator are few in each folder", () => {
		expect(folderViolations(files, ["simulator"])).toEqual([]);
	});
	test("open with their purpose", () => {
		expect(purposeViolations(files)).toEqual([]);
	});
	test("live in rooms that explain themselves", () => {
		expect(roomViolations(files)).toEqual([]);
	});
	test("that migrate the database are numbered without gaps", () => {
		expect(migrationViolations(files)).toEqual([]);
	});
});

describe("words", () => {
	test("that switch a check off give a reason", () => {
		expect(escapeViolations(files)).toEqual([]);
	});
	test("are Stripe's or ours, one per thing", () => {
		expect(wordViolations(files)).toEqual([]);
	});
	test("name no machine and no registry", () => {
		expect(machineViolations(files)).toEqual([]);
	});
});

describe("documents", () => {
	test("list every error code and no other", () => {
		expect(codesInTable(textOf("docs/errors.md"))).toEqual(Object.keys(errors).toSorted());
	});
	test("list every setting", () => {
		expect(textOf(".env.example")).toBe(envExample());
	});
	test("name every webhook event to enable", () => {
		for (const type of handledEventTypes) expect(textOf("README.md")).toContain(`\`${type}\``);
	});
	test("include every decision in the index", () => {
		for (const { path } of files.filter((file) => file.path.startsWith("docs/decisions/"))) {
			expect(textOf("docs/README.md")).toContain(path.replace("docs/", ""));
		}
	});
	test("name tests of failures that exist, and all 71", () => {
		const failures = textOf("docs/failures.md");
		expect(missingTests(failures, (file) => textOf(`backend/test/${file}`))).toEqual([]);
		const ids = [...failures.matchAll(/^\| S(\d\d) \|.*(\.test\.ts|same test|not yet)/gm)];
		expect(ids.map(([, id]) => Number(id))).toEqual(Array.from({ length: 71 }, (_, at) => at + 1));
	});
	test("lead to files that exist", () => {
		expect(deadPaths(files)).toEqual([]);
	});
});

describe("the tools", () => {
	test("limit functions to 60 lines and files to 250", () => {
		const { rules } = JSON.parse(textOf("biome.json")).linter;
		expect(rules.complexity.noExcessiveLinesPerFunction).toMatchObject({
			level: "error",
			options: { maxLines: 60 },
		});
		expect(rules.style.noExcessiveLinesPerFile.options.maxLines).toBe(maxLines);
	});
	test("can install the lockfile anywhere", () => {
		expect(lockProblems(textOf("package-lock.json"))).toEqual([]);
	});
	test("install exact versions only", () => {
		for (const file of files.filter(({ path }) => path.endsWith("package.json"))) {
			const { dependencies, devDependencies } = JSON.parse(file.text);
			for (const version of Object.values({ ...dependencies, ...devDependencies })) {
				expect(version, file.path).toMatch(/^\d+\.\d+\.\d+[\w.-]*$/);
			}
		}
	});
});

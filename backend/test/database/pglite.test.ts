import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openPglite } from "../../src/database/pglite.ts";
import { findUsersByCustomers } from "../../src/database/users.ts";
import { aUser } from "../support/people.ts";

const directory = mkdtempSync(join(tmpdir(), "tollgate-pglite-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Starts a process that opens the directory, and answers its first words: `held`, or why not. */
async function holdElsewhere(): Promise<{ child: ChildProcess; words: string }> {
	const script = join(import.meta.dirname, "../support/hold-directory.ts");
	const child = spawn(process.execPath, [script, directory], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	onTestFinished(() => void child.kill("SIGKILL"));
	const [chunk] = await once(child.stdout!, "data");
	return { child, words: String(chunk).trim() };
}

// One directory for all of them, since to make one takes seconds: each goes on where the last ended.
describe("the embedded database", () => {
	test("is refused to a second process, which is told who has it, and keeps its data", async () => {
		const database = await openPglite(directory);
		const { words } = await holdElsewhere();
		expect(words).toContain(`is in use by process ${process.pid}`);
		expect(words).toContain("DATA_DIR");
		await aUser(database.queries, "cus_kept");
		await database.close();
	});

	test("is taken over from a process that was killed, with all its data", async () => {
		const { child, words } = await holdElsewhere();
		expect(words).toBe("held");
		await expect(openPglite(directory)).rejects.toThrow(`in use by process ${child.pid}`);
		const gone = once(child, "exit");
		child.kill("SIGKILL");
		await gone;
		const heir = await openPglite(directory);
		const found = await findUsersByCustomers(heir.queries, ["cus_kept"]);
		expect(found.get("cus_kept")).toMatchObject({ name: "Ada" });
		await heir.close();
	});
});

describe("inside a transaction", () => {
	let database: Database;
	beforeAll(async () => {
		database = await openPglite(null);
	});
	afterAll(() => database.close());

	test("a query on the outer handle is refused, where it would wait for itself", async () => {
		const { queries } = database;
		const inside = (work: () => unknown) =>
			database.transaction(async (tx) => {
				await tx.execute(sql`select 1`);
				await work();
			});
		for (const work of [
			() => queries.execute(sql`select 1`),
			() => queries.select().from(sql`users`),
			() => queries.transaction(async () => {}),
		])
			await expect(inside(work)).rejects.toThrow("inside an open transaction");
		await queries.execute(sql`select 1`);
	});

	test("a query that was begun elsewhere at the same time is served after it", async () => {
		const order: string[] = [];
		const transaction = database.transaction(async (tx) => {
			await tx.execute(sql`select 1`);
			order.push("inside");
		});
		const outside = database.queries.execute(sql`select 1`).then(() => order.push("outside"));
		await Promise.all([transaction, outside]);
		expect(order.sort()).toEqual(["inside", "outside"]);
	});
});

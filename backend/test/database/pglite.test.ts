import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { openPglite } from "../../src/database/pglite.ts";
import { getUser } from "../../src/database/users.ts";
import { aUser } from "../support/people.ts";

const home = mkdtempSync(join(tmpdir(), "tollgate-pglite-"));
afterAll(() => rmSync(home, { recursive: true }));

const newDirectory = () => mkdtempSync(join(home, "data-"));

/** Starts a process that opens the directory, and answers its first words: `held`, or why not. */
async function holdElsewhere(directory: string): Promise<{ child: ChildProcess; words: string }> {
	const script = join(import.meta.dirname, "../support/hold-directory.ts");
	const child = spawn(process.execPath, [script, directory], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	onTestFinished(() => void child.kill("SIGKILL"));
	const [chunk] = await once(child.stdout!, "data");
	return { child, words: String(chunk).trim() };
}

describe("the embedded database", () => {
	test("keeps its data when it is closed and opened again", async () => {
		const directory = newDirectory();
		const before = await openPglite(directory);
		const user = await aUser(before.queries, "cus_kept");
		await before.close();
		const after = await openPglite(directory);
		expect(await getUser(after.queries, user.id)).toEqual(user);
		await after.close();
	});

	test("is refused to a second process, which is told who has it", async () => {
		const directory = newDirectory();
		const database = await openPglite(directory);
		const { words } = await holdElsewhere(directory);
		expect(words).toContain(`is in use by process ${process.pid}`);
		expect(words).toContain("DATA_DIR");
		await database.queries.execute(sql`select 1`);
		await database.close();
		expect((await holdElsewhere(directory)).words).toBe("held");
	});

	test("is taken over from a process that was killed", async () => {
		const directory = newDirectory();
		const { child, words } = await holdElsewhere(directory);
		expect(words).toBe("held");
		await expect(openPglite(directory)).rejects.toThrow(`in use by process ${child.pid}`);
		const gone = once(child, "exit");
		child.kill("SIGKILL");
		await gone;
		const heir = await openPglite(directory);
		await heir.queries.execute(sql`select * from users`);
		await heir.close();
	});
});

describe("inside a transaction", () => {
	test("a query on the outer handle is refused, where it would wait for itself", async () => {
		const database = await openPglite(null);
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
		await database.close();
	});

	test("a query that was begun elsewhere at the same time is served after it", async () => {
		const database = await openPglite(null);
		const order: string[] = [];
		const transaction = database.transaction(async (tx) => {
			await tx.execute(sql`select 1`);
			order.push("inside");
		});
		const outside = database.queries.execute(sql`select 1`).then(() => order.push("outside"));
		await Promise.all([transaction, outside]);
		expect(order.sort()).toEqual(["inside", "outside"]);
		await database.close();
	});
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type MigrationConnection, runMigrations } from "../../src/database/migrate.ts";
import { engines, newDatabase } from "../support/databases.ts";

// One PGlite for all tests of this file, emptied for each: to start one takes a second.
let pglite: PGlite | undefined;
afterAll(() => pglite?.close());

async function connectToPglite(): Promise<MigrationConnection> {
	pglite ??= await PGlite.create("memory://");
	const own = pglite;
	await own.exec("drop schema public cascade; create schema public");
	return { exec: (sql) => own.exec(sql), query: (sql, params) => own.query(sql, params) };
}

async function connectToPostgres(url: string | undefined): Promise<MigrationConnection> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	onTestFinished(() => client.end());
	return { exec: (sql) => client.query(sql), query: (sql, params) => client.query(sql, params) };
}

const home = mkdtempSync(join(tmpdir(), "tollgate-migrations-"));
afterAll(() => rmSync(home, { recursive: true }));

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(home, "folder-"));
});

function write(name: string, sql: string): void {
	writeFileSync(join(folder, name), sql);
}

async function rowsOf(connection: MigrationConnection, sql: string): Promise<unknown[]> {
	return (await connection.query(sql)).rows;
}

describe.each(engines)("migrations, on %s,", (engine) => {
	async function fresh(): Promise<MigrationConnection> {
		if (engine === "pglite") return connectToPglite();
		return connectToPostgres((await newDatabase(engine)).url);
	}

	test("apply all that ship to an empty database, and nothing the second time", async () => {
		const connection = await fresh();
		const applied = await runMigrations(connection);
		expect(applied).toEqual(expect.arrayContaining(["0001_users_and_sessions.sql"]));
		expect(await runMigrations(connection)).toEqual([]);
		const names = await rowsOf(connection, "select name from schema_migrations order by name");
		expect(names).toEqual(applied.map((name) => ({ name })));
	});

	test("refuse a file that was changed after it was applied", async () => {
		const connection = await fresh();
		write("0001_a.sql", "create table a (id int);");
		await runMigrations(connection, folder);
		write("0001_a.sql", "create table a (id bigint);");
		await expect(runMigrations(connection, folder)).rejects.toThrow(
			"migration 0001_a.sql was changed",
		);
	});

	test("take a file with other line ends for the same file", async () => {
		const connection = await fresh();
		write("0001_a.sql", "create table a (\n\tid int\n);\n");
		await runMigrations(connection, folder);
		write("0001_a.sql", "create table a (\r\n\tid int\r\n);\r\n");
		expect(await runMigrations(connection, folder)).toEqual([]);
	});

	test("take a failing file back whole, keep those before it, and can be run again", async () => {
		const connection = await fresh();
		write("0001_a.sql", "create table a (id int);");
		write(
			"0002_b.sql",
			"create table b (id int); insert into a values (1); select * from nowhere;",
		);
		write("0003_c.sql", "create table c (id int);");
		await expect(runMigrations(connection, folder)).rejects.toThrow("0002_b.sql failed");
		expect(await rowsOf(connection, "select * from a")).toEqual([]);
		const tables =
			"select table_name from information_schema.tables where table_name in ('b', 'c')";
		expect(await rowsOf(connection, tables)).toEqual([]);
		write("0002_b.sql", "create table b (id int);");
		expect(await runMigrations(connection, folder)).toEqual(["0002_b.sql", "0003_c.sql"]);
	});

	test("run a file that is older than the newest applied one", async () => {
		const connection = await fresh();
		write("0002_b.sql", "create table b (id int);");
		await runMigrations(connection, folder);
		write("0001_a.sql", "create table a (id int);");
		expect(await runMigrations(connection, folder)).toEqual(["0001_a.sql"]);
	});

	test("look at files of SQL alone, in the order of their names", async () => {
		const connection = await fresh();
		write("0010_j.sql", "insert into a values (10);");
		write("0002_b.sql", "create table a (id int);");
		write("README.md", "not SQL");
		expect(await runMigrations(connection, folder)).toEqual(["0002_b.sql", "0010_j.sql"]);
	});
});

test.runIf(engines.includes("postgres"))(
	"eight servers that start at once apply each file once",
	async () => {
		const { url } = await newDatabase("postgres");
		const servers = await Promise.all(Array.from({ length: 8 }, () => connectToPostgres(url)));
		const applied = await Promise.all(servers.map((server) => runMigrations(server)));
		const names = await rowsOf(servers[0]!, "select name from schema_migrations order by name");
		expect(applied.flat().sort()).toEqual(names.map((row) => (row as { name: string }).name));
		expect(applied.filter((files) => files.length > 0)).toHaveLength(1);
	},
);

// The two engines that every test with a database runs on.
import { randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import pg from "pg";
import { inject } from "vitest";
import type { DatabaseLocation } from "../../src/database/connect.ts";

export type Engine = "pglite" | "postgres";

/** PostgreSQL is left out, loudly (see postgres-setup.ts), where it cannot run. */
export const engines: Engine[] = inject("postgresUrl") === "" ? ["pglite"] : ["pglite", "postgres"];

/** A database of its own without rows: in memory with all tables, or new on the PostgreSQL of this run. */
export async function newDatabase(engine: Engine): Promise<DatabaseLocation> {
	if (engine === "pglite") return { image: await openAsBlob(inject("pgliteImage")) };
	const name = `test_${randomUUID().replaceAll("-", "")}`;
	const client = new pg.Client({ connectionString: inject("postgresUrl") });
	await client.connect();
	await client.query(`create database ${name}`);
	await client.end();
	const url = new URL(inject("postgresUrl"));
	url.pathname = `/${name}`;
	return { url: url.href };
}

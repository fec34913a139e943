// The database behind one handle: PostgreSQL by DATABASE_URL, else the embedded PGlite.
import { sql } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { openPglite } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";

/** What runs queries: the database itself, or a transaction of it. */
export type Queries = PgDatabase<PgQueryResultHKT>;

export interface Database {
	readonly engine: "pglite" | "postgres";
	readonly queries: Queries;
	/** Runs `work` in one transaction. Inside it use `tx` alone: PGlite has one connection. */
	transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

/** `url` of PostgreSQL, or a `directory` for PGlite; neither means a PGlite in memory. */
export interface DatabaseLocation {
	url?: string | undefined;
	directory?: string | undefined;
}

/** Afterwards the database is open and every migration is applied. */
export function openDatabase(
	location: DatabaseLocation,
	onIdleError: (error: Error) => void,
): Promise<Database> {
	return location.url
		? openPostgres(location.url, onIdleError)
		: openPglite(location.directory ?? null);
}

/** Rejects when the database does not answer. */
export async function pingDatabase(database: Database): Promise<void> {
	await database.queries.execute(sql`select 1`);
}

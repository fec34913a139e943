// What the rest of the backend holds of a database, whichever engine it is.
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** What runs queries: the database itself, or a transaction of it. */
export type Queries = PgDatabase<PgQueryResultHKT>;

export interface Database {
	readonly engine: "pglite" | "postgres";
	readonly queries: Queries;
	/** Runs `work` in one transaction. Inside it use `tx` alone: PGlite has one connection. */
	transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
	/** Of the pool, in use, idle, and callers that wait for one; left out where there is no pool. */
	connections?(): { used: number; idle: number; waiting: number };
	close(): Promise<void>;
}

// The database behind one handle: PostgreSQL by DATABASE_URL, else the embedded PGlite.
import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { openPglite } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";

/**
 * `url` of PostgreSQL, or a `directory` for PGlite; neither means a PGlite in memory, which may begin
 * with the `image` of another one: making the system tables anew takes seconds.
 */
export interface DatabaseLocation {
	url?: string | undefined;
	directory?: string | undefined;
	image?: Blob | undefined;
}

/** Afterwards the database is open and every migration is applied. */
export function openDatabase(
	location: DatabaseLocation,
	onIdleError: (error: Error) => void,
): Promise<Database> {
	return location.url
		? openPostgres(location.url, onIdleError)
		: openPglite(location.directory ?? null, location.image);
}

/** Rejects when the database does not answer. */
export async function pingDatabase(database: Database): Promise<void> {
	await database.queries.execute(sql`select 1`);
}

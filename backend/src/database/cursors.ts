// Where a walk through one of Stripe's lists stands.
import { eq, sql } from "drizzle-orm";
import type { Queries } from "./database.ts";
import { cursors } from "./work-tables.ts";

export async function readCursor(queries: Queries, name: string): Promise<string | null> {
	const [row] = await queries.select().from(cursors).where(eq(cursors.name, name));
	return row?.position ?? null;
}

export async function moveCursor(queries: Queries, name: string, position: string): Promise<void> {
	await queries
		.insert(cursors)
		.values({ name, position })
		.onConflictDoUpdate({ target: cursors.name, set: { position, updatedAt: sql`now()` } });
}

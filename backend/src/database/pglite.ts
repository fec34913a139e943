// PGlite: PostgreSQL inside this process, with one connection, for a machine that has nothing else.
import { AsyncLocalStorage } from "node:async_hooks";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import type { Database, Queries } from "./database.ts";
import { lockDirectory } from "./directory-lock.ts";
import { runMigrations } from "./migrate.ts";

const startsQuery = new Set(["select", "insert", "update", "delete", "execute", "transaction"]);

/** `directory` null keeps everything in memory, beginning with `image`. Not safe against power loss: PGlite does not fsync. */
export async function openPglite(directory: string | null, image?: Blob): Promise<Database> {
	const unlock = directory === null ? () => {} : lockDirectory(directory);
	try {
		return await openLocked({ directory, image }, unlock);
	} catch (error) {
		unlock();
		throw error;
	}
}

async function openLocked(
	{ directory, image }: { directory: string | null; image: Blob | undefined },
	unlock: () => void,
): Promise<Database> {
	const pglite = await PGlite.create({
		dataDir: directory ?? "memory://",
		...(image && { loadDataDir: image }),
	});
	await runMigrations({
		exec: (sql) => pglite.exec(sql),
		query: (sql, params) => pglite.query(sql, params),
	});
	const whole = drizzle(pglite);
	const inside = new AsyncLocalStorage<true>();
	return {
		engine: "pglite",
		queries: refusedInside(whole, inside),
		transaction: async (work) => {
			if (inside.getStore()) throw new Error("a transaction inside an open one: use the open one");
			return whole.transaction((tx) => inside.run(true, () => work(tx)));
		},
		close: async () => {
			await pglite.close();
			unlock();
		},
	};
}

// A query on the outer handle while a transaction is open waits for itself for ever: refuse it loudly.
function refusedInside(whole: Queries, inside: AsyncLocalStorage<true>): Queries {
	return new Proxy(whole, {
		get(target, key, receiver) {
			if (inside.getStore() && typeof key === "string" && startsQuery.has(key))
				throw new Error(`${key} on the database inside an open transaction: use the transaction`);
			return Reflect.get(target, key, receiver);
		},
	});
}

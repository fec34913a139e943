// PostgreSQL through a pool of connections.
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { Database } from "./database.ts";
import { runMigrations } from "./migrate.ts";

const poolSize = 10;
// A statement or a lock that takes longer than this is in trouble: fail it, and free the connection.
const statementTimeoutMs = 10_000;
const lockTimeoutMs = 5_000;
const connectTimeoutMs = 5_000;

export async function openPostgres(
	url: string,
	onIdleError: (error: Error) => void,
): Promise<Database> {
	await migrate(url);
	const pool = new pg.Pool({
		connectionString: url,
		max: poolSize,
		connectionTimeoutMillis: connectTimeoutMs,
		statement_timeout: statementTimeoutMs,
		lock_timeout: lockTimeoutMs,
		idle_in_transaction_session_timeout: statementTimeoutMs,
	});
	// Without a listener the error of an idle connection (the server restarts) would end the process.
	pool.on("error", onIdleError);
	const queries = drizzle(pool);
	return {
		engine: "postgres",
		queries,
		transaction: (work) => queries.transaction((tx) => work(tx)),
		close: () => pool.end(),
	};
}

// Apart from the pool: a migration may take as long as it needs, and waits for another server's.
async function migrate(url: string): Promise<void> {
	const client = new pg.Client({
		connectionString: url,
		connectionTimeoutMillis: connectTimeoutMs,
	});
	await client.connect();
	try {
		await runMigrations({
			exec: (sql) => client.query(sql),
			query: (sql, params) => client.query(sql, params),
		});
	} finally {
		await client.end();
	}
}

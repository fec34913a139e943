// PostgreSQL through a pool of connections.
import { Socket } from "node:net";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { Database } from "./database.ts";
import { runMigrations } from "./migrate.ts";

const poolSize = 10;
// A statement or a lock that takes longer than this is in trouble: fail it, and free the connection.
const statementTimeoutMs = 8_000;
const lockTimeoutMs = 5_000;
const connectTimeoutMs = 5_000;
// The server answers, with an error at least, before this: a connection that stays silent is half open
// (its other end is gone, and nobody said so). Idle connections are given up before they count as one.
const silenceTimeoutMs = 9_000;
const idleTimeoutMs = 5_000;

export async function openPostgres(
	url: string,
	onIdleError: (error: Error) => void,
): Promise<Database> {
	await migrate(url);
	const pool = new pg.Pool({
		connectionString: url,
		max: poolSize,
		connectionTimeoutMillis: connectTimeoutMs,
		idleTimeoutMillis: idleTimeoutMs,
		stream: impatientSocket,
		statement_timeout: statementTimeoutMs,
		lock_timeout: lockTimeoutMs,
		idle_in_transaction_session_timeout: statementTimeoutMs,
	});
	// Without a listener the error of an idle connection (the server restarts) would end the process.
	pool.on("error", onIdleError);
	// The same for one that is lent out to a transaction: its query says what happened.
	pool.on("connect", (client) => client.on("error", () => {}));
	const queries = drizzle(pool);
	return {
		engine: "postgres",
		queries,
		// Drizzle's own way over a pool keeps the connection for ever when BEGIN fails on it.
		transaction: async (work) => {
			const client = await pool.connect();
			try {
				return await drizzle(client).transaction((tx) => work(tx));
			} finally {
				client.release();
			}
		},
		connections: () => ({
			used: pool.totalCount - pool.idleCount,
			idle: pool.idleCount,
			waiting: pool.waitingCount,
		}),
		close: () => pool.end(),
	};
}

// The driver's own query time-out would leave the dead connection in the pool, for the next to wait on.
function impatientSocket(): Socket {
	const socket = new Socket();
	const silent = Object.assign(new Error("the database connection is silent"), {
		code: "ETIMEDOUT",
	});
	return socket.setTimeout(silenceTimeoutMs, () => socket.destroy(silent));
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

// Applies the numbered SQL files once each, on both engines, also when several servers start at once.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One connection. `exec` runs several statements at once, `query` one with parameters. */
export interface MigrationConnection {
	exec(sql: string): Promise<unknown>;
	query(sql: string, params?: unknown[]): Promise<{ rows: unknown[] }>;
}

const migrationsFolder = join(import.meta.dirname, "migrations");

const lockKey = 727_001;

/**
 * Afterwards every `*.sql` of the folder is applied, by name, each in a transaction of its own, under
 * an advisory lock. Returns the names applied now. Throws when an applied file was changed since.
 * Drizzle's own migrator takes no lock and skips files that are older than the newest applied one.
 */
export async function runMigrations(
	connection: MigrationConnection,
	folder: string = migrationsFolder,
): Promise<string[]> {
	await connection.query(`select pg_advisory_lock(${lockKey})`);
	try {
		await connection.exec(
			`create table if not exists schema_migrations (
				name text primary key, checksum text not null,
				applied_at timestamptz not null default now())`,
		);
		return await applyMissing(connection, folder);
	} finally {
		await connection.query(`select pg_advisory_unlock(${lockKey})`);
	}
}

async function applyMissing(connection: MigrationConnection, folder: string): Promise<string[]> {
	const { rows } = await connection.query(
		"select name || ' ' || checksum as line from schema_migrations",
	);
	const before = new Map(rows.map((row) => lineOf(row).split(" ") as [string, string]));
	const applied: string[] = [];
	for (const name of readdirSync(folder).filter(isSql).sort()) {
		const text = readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n");
		const checksum = createHash("sha256").update(text).digest("hex");
		if (before.get(name) === checksum) continue;
		if (before.has(name)) throw new Error(`migration ${name} was changed after it was applied`);
		await applyOne(connection, { name, text, checksum });
		applied.push(name);
	}
	return applied;
}

async function applyOne(
	connection: MigrationConnection,
	file: { name: string; text: string; checksum: string },
): Promise<void> {
	await connection.exec("begin");
	try {
		await connection.exec(file.text);
		await connection.query("insert into schema_migrations (name, checksum) values ($1, $2)", [
			file.name,
			file.checksum,
		]);
		await connection.exec("commit");
	} catch (cause) {
		await connection.exec("rollback");
		throw new Error(`migration ${file.name} failed`, { cause });
	}
}

function isSql(name: string): boolean {
	return name.endsWith(".sql");
}

function lineOf(row: unknown): string {
	return typeof row === "object" && row !== null && "line" in row ? String(row.line) : "";
}

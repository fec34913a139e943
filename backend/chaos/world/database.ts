// A PostgreSQL in this process whose now() is the simulated one, and whose every statement is a place to die.
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import type { Database } from "../../src/database/database.ts";
import { runMigrations } from "../../src/database/migrate.ts";
import type { Faults } from "./faults.ts";
import type { Mortal, Turns } from "./turns.ts";

/** Everything is in public, functions found there before PostgreSQL's own. */
const prelude = `
	create schema simulated;
	create function simulated.now() returns timestamptz language sql stable as
		$$ select coalesce(nullif(current_setting('simulated.now', true), ''), '2026-01-01')::timestamptz $$;
	create table simulated.violations (what text not null);
	set search_path to public, simulated, pg_catalog;
	set timezone to 'UTC';
`;

// What no row may ever do, noted by the database itself, whoever writes.
const watch = `
	create function simulated.watch() returns trigger language plpgsql as $$
	begin
		if old.status in ('canceled', 'incomplete_expired')
			and new.status not in ('canceled', 'incomplete_expired') then
			insert into simulated.violations values
				('I9 ' || old.stripe_subscription_id || ' went from ' || old.status || ' to ' || new.status);
		end if;
		if new.observed_lo < old.observed_lo and (new.status = old.status) then
			insert into simulated.violations values ('I9 ' || old.stripe_subscription_id || ' was seen earlier than before');
		end if;
		return new;
	end $$;
	create trigger watch before update on subscriptions
		for each row execute function simulated.watch();
`;

export interface ChaosDatabase {
	/** Without faults, for who looks from outside. */
	query<Row>(text: string, values?: unknown[]): Promise<Row[]>;
	setNow(nowMs: number): Promise<void>;
	/** Empty again, and like new. */
	clear(): Promise<void>;
	close(): Promise<void>;
	/** As one process has it: each statement waits for its turn, and may be its last. */
	doorOf(owner: Process, parts: { turns: Turns; faults: Faults }): Database;
}

export interface Process extends Mortal {
	die(): void;
}

export async function openChaosDatabase(): Promise<ChaosDatabase> {
	const pglite = await PGlite.create("memory://");
	await pglite.exec(prelude);
	await runMigrations({
		exec: (text) => pglite.exec(text),
		query: (text, values) => pglite.query(text, values),
	});
	await pglite.exec(watch);
	const query = async <Row>(text: string, values: unknown[] = []) =>
		(await pglite.query<Row>(text, values)).rows;
	const tables = await query<{ name: string }>(
		`select quote_ident(tablename) as name from pg_tables
			where schemaname = 'public' and tablename <> 'schema_migrations' order by 1`,
	);
	return {
		query,
		setNow: async (nowMs) => {
			const at = new Date(nowMs).toISOString();
			await query("select set_config('simulated.now', $1, false)", [at]);
		},
		clear: async () => {
			await pglite.exec(`truncate ${tables.map(({ name }) => name).join(", ")} restart identity cascade;
				truncate simulated.violations`);
		},
		close: () => pglite.close(),
		doorOf: (owner, parts) => openDoor(pglite, owner, parts),
	};
}

function openDoor(
	pglite: PGlite,
	owner: Process,
	{ turns, faults }: { turns: Turns; faults: Faults },
): Database {
	// The driver reads `query` and `transaction` of its client, and nothing else.
	const client = new Proxy(pglite, {
		get(target, key) {
			if (key === "query") return guardedQuery;
			if (key === "transaction") return guardedTransaction;
			return Reflect.get(target, key, target);
		},
	});
	const whole = drizzle(client);
	return {
		engine: "pglite",
		queries: whole,
		transaction: (work) => whole.transaction(work),
		close: async () => {},
	};

	function guardedQuery(...call: Parameters<PGlite["query"]>) {
		return turns.effect(owner, "query", async () => {
			mayFail();
			const answer = await pglite.query(...call);
			mayFail();
			return answer;
		});
	}

	function guardedTransaction<T>(work: (tx: unknown) => Promise<T>) {
		return turns.effect(owner, "transaction", async () => {
			mayFail();
			const result = await pglite.transaction(async (tx) => {
				const query = async (...call: Parameters<typeof tx.query>) => {
					mayFail();
					return tx.query(...call);
				};
				const done = await work(
					new Proxy(tx, {
						get: (target, key) => (key === "query" ? query : Reflect.get(target, key, target)),
					}),
				);
				mayFail();
				return done;
			});
			// After the commit: its sender may not learn of it.
			mayFail();
			return result;
		});
	}

	// Thrown inside a transaction it is rolled back, as when the connection of a dead process closes.
	function mayFail(): void {
		if (owner.dead) throw new Error("the process is dead");
		if (faults.strikes("crash")) {
			owner.die();
			throw new Error("the process has died");
		}
		if (faults.strikes("databaseError"))
			throw Object.assign(new Error("connection terminated unexpectedly"), { code: "08006" });
	}
}

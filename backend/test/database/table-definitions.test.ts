import { is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as billingTables from "../../src/database/billing-tables.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import * as effectTables from "../../src/database/effect-tables.ts";
import * as identityTables from "../../src/database/identity-tables.ts";
import * as importTables from "../../src/database/import-tables.ts";
import * as personTables from "../../src/database/person-tables.ts";
import * as workTables from "../../src/database/work-tables.ts";
import { engines, newDatabase } from "../support/databases.ts";

const exported: unknown[] = [
	...Object.values(billingTables),
	...Object.values(identityTables),
	...Object.values(workTables),
	...Object.values(personTables),
	...Object.values(effectTables),
	...Object.values(importTables),
];
const tables = exported.filter((value) => is(value, PgTable)).map(getTableConfig);

// The words of the catalogue for the types that our definitions use.
const typeWords = new Map([
	["timestamp with time zone", "timestamp with time zone"],
	["bigserial", "bigint"],
]);

/** Every uniqueness that must not rest on code alone: table, columns, and the rows it holds for. */
const unique: [string, string, string?][] = [
	["users", "id"],
	["users", "stripe_customer_id"],
	["users", "issuer,subject"],
	["users", "email", "issuer = 'tollgate'"],
	["sessions", "token"],
	["accounts", "provider_id,account_id"],
	["stripe_events", "event_id"],
	["subscriptions", "stripe_subscription_id"],
	["checkout_attempts", "stripe_session_id"],
	["checkout_attempts", "user_id", "status"],
	["trials", "user_id"],
	["prices", "price_id"],
	["lanes", "lane"],
	["trial_marks", "mark"],
	["trial_checks", "stripe_subscription_id"],
	["duplicates", "stripe_subscription_id"],
	["former_customers", "stripe_customer_id"],
	["outbox", "effect_key"],
	["jobs", "name"],
	["cursors", "name"],
	["silenced_receivers", "receiver"],
	["imported_customers", "stripe_customer_id"],
];

describe.each(engines)("the tables, on %s,", (engine) => {
	let database: Database;
	beforeAll(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
	});
	afterAll(() => database.close());

	const ask = async (query: ReturnType<typeof sql>) =>
		(await database.queries.execute(query)) as unknown as { rows: Record<string, string>[] };

	test("are the ones that the code knows", async () => {
		const { rows } = await ask(
			sql`select table_name from information_schema.tables where table_schema = 'public'`,
		);
		const names = rows.map((row) => row.table_name).filter((name) => name !== "schema_migrations");
		expect(names.sort()).toEqual(tables.map((table) => table.name).sort());
	});

	test.each(tables.map((table) => [table.name, table] as const))(
		"%s has the columns, types and nulls that the code believes",
		async (name, table) => {
			const { rows } = await ask(sql`select column_name, data_type, is_nullable,
				column_default is not null as has_default
				from information_schema.columns where table_name = ${name}`);
			const inDatabase = rows.map((row) => ({
				column: row.column_name,
				type: row.data_type,
				required: row.is_nullable === "NO",
				hasDefault: Boolean(row.has_default),
			}));
			const inCode = table.columns.map((column) => ({
				column: column.name,
				type: typeWords.get(column.getSQLType()) ?? column.getSQLType(),
				required: column.notNull || column.primary,
				hasDefault: column.hasDefault,
			}));
			const byName = (a: { column?: string | undefined }, b: { column?: string | undefined }) =>
				(a.column ?? "") < (b.column ?? "") ? -1 : 1;
			expect(inDatabase.sort(byName)).toEqual(inCode.sort(byName));
		},
	);

	test.each(unique)("hold %s (%s) unique %s", async (table, columns, where = "") => {
		const { rows } = await ask(sql`select pg_get_indexdef(indexrelid) as definition
			from pg_index where indisunique and indrelid = ${table}::regclass`);
		const wanted = `(${columns.replaceAll(",", ", ")})`;
		const found = rows.filter(({ definition = "" }) => {
			const [plain = "", condition = ""] = definition.split(" WHERE ");
			return plain.endsWith(wanted) && condition.includes(where) && !where === !condition;
		});
		expect(found).toHaveLength(1);
	});
});

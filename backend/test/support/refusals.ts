// What every refusal must look like, and that it left nothing behind.
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "../../src/database/database.ts";

export interface Refusal {
	status: number;
	code: string;
	param?: string | undefined;
}

// Words of the inside: stacks, files, SQL, drivers, and Stripe's own sentences.
const inside =
	/\n\s+at |\bat (async )?\w+ \(|node:|\.ts\b|node_modules|stack|select |insert into|violates|relation "|drizzle|zod|No such|req_sim|sk_test|whsec/i;

/** Checks status, envelope, request id and silence about the inside; answers the error. */
export async function expectRefusal(response: Response, refusal: Refusal) {
	const text = await response.text();
	expect({ status: response.status, text }).toMatchObject({ status: refusal.status });
	const { error, ...beside } = JSON.parse(text) as { error: Record<string, unknown> };
	expect(beside).toEqual({});
	expect({ code: error.code, param: error.param }).toEqual({
		code: refusal.code,
		param: refusal.param,
	});
	expect(error.type).toMatch(/_error$/);
	expect(error.message).toMatch(/^\S.*\.$/s);
	expect(error.doc_url).toMatch(new RegExp(`^http://127.0.0.1:8000/docs#.*${refusal.code}$`));
	expect(error.request_id).toMatch(/^req_\w+$/);
	expect(response.headers.get("x-request-id")).toBe(error.request_id);
	expect(response.headers.get("content-type")).toMatch(/^application\/json/);
	expect(response.headers.get("cache-control")).toBe("no-store");
	expect(text).not.toMatch(inside);
	return error;
}

/** How many rows each table has. */
export async function countRows(database: Database): Promise<Record<string, number>> {
	const names = rowsOf(
		await database.queries.execute(
			sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
		),
	).map((row) => row.name);
	const counts: Record<string, number> = {};
	for (const name of names.sort()) {
		const counted = await database.queries.execute(
			sql`select count(*)::int as name from ${sql.identifier(name)}`,
		);
		counts[name] = Number(rowsOf(counted)[0]?.name);
	}
	return counts;
}

// Both drivers answer `{rows}`; the type that they share does not say so.
function rowsOf(result: unknown): { name: string }[] {
	return (result as { rows: { name: string }[] }).rows;
}

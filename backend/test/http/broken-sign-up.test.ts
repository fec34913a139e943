import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { engines } from "../support/databases.ts";
import { startTollgate, type Tollgate } from "../support/start.ts";

describe.each(engines)("on %s", (engine) => {
	let house: Tollgate;

	beforeAll(async () => {
		house = await startTollgate(engine, { webhooks: false });
	});
	afterAll(() => house.close());

	test("a sign-up that breaks off half-way leaves nothing, and can be repeated", async () => {
		const { queries } = house.app.deps.database;
		await queries.execute(sql`alter table accounts add constraint broken check (false)`);
		const printed = vi.spyOn(console, "error").mockImplementation(() => {});
		expect((await signUp(house)).status).toBe(500);
		expect(printed, "the failed query holds an address").not.toHaveBeenCalled();
		printed.mockRestore();
		await queries.execute(sql`alter table accounts drop constraint broken`);
		expect((await signUp(house)).status).toBe(200);
	});
});

function signUp({ url }: { url: string }): Promise<Response> {
	return fetch(`${url}/api/auth/sign-up/email`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ name: "Ada", email: "ada@example.test", password: "correct horse" }),
	});
}

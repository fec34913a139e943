import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ErrorReply } from "../../src/http/contract.ts";
import { applyLanes } from "../../src/operations/apply-lanes.ts";
import { engines } from "../support/databases.ts";
import { deliver } from "../support/deliver.ts";
import { call, type Person, signUp } from "../support/start.ts";
import { eventRow, secret, send, untilStatus, userRow } from "../support/subscribe.ts";
import { aSubscriber, startWatchedHouse, type WatchedHouse } from "../support/subscribers.ts";

describe.each(engines)("a database that refuses, on %s:", (engine) => {
	let house: WatchedHouse;
	let ada: Person;
	beforeAll(async () => {
		house = await startWatchedHouse(engine);
		ada = await signUp(house);
	});
	afterAll(() => house.close());

	const run = (text: string) => house.app.deps.database.queries.execute(sql.raw(text));

	// No file system of its own can be filled here, so the server is made to say what it then says.
	test.each([
		["a full disk", "53100"],
		["no memory", "53200"],
		["a lock that is not to be had", "55P03"],
		["a shutdown", "57P01"],
	])("after %s nothing is acknowledged, and it goes on by itself", async (_what, code) => {
		const { user, sights } = await aSubscriber(house);
		const [created] = await sights();
		await run(`create function refuse() returns trigger language plpgsql as
			$$ begin raise exception 'refused' using errcode = '${code}'; end $$`);
		await run(`create trigger refused before insert on stripe_events
			for each row execute function refuse()`);
		const refused = await deliver(house, created, { secret });
		expect(refused.status).toBe(503);
		expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
		expect(await refused.text()).not.toMatch(/refused|disk/);
		await run("drop trigger refused on stripe_events");
		expect(await eventRow(house, created!)).toBeNull();
		await run(
			"create trigger refused before insert on audit for each row execute function refuse()",
		);
		await send(house, created);
		await untilItThrows(() => applyLanes(house.app.deps));
		expect(await eventRow(house, created!)).toMatchObject({ status: "pending", attempts: 0 });
		await run("drop trigger refused on audit");
		await run("drop function refuse");
		await untilStatus(house, "applied", created!);
		expect(await eventRow(house, created!)).toMatchObject({ lastError: null });
		expect(await userRow(house, user.id)).toMatchObject({ subscriptionStatus: "trialing" });
	});

	describe.runIf(engine === "postgres")("for real,", () => {
		let admin: pg.Client;
		let name = "";
		beforeAll(async () => {
			const url = new URL("url" in house.location ? (house.location.url ?? "") : "");
			name = url.pathname.slice(1);
			url.pathname = "/postgres";
			admin = new pg.Client({ connectionString: url.href });
			await admin.connect();
		});
		afterAll(() => admin.end());

		/** Under these terms from the next connection on, and all connections are new. */
		async function under(terms: string): Promise<void> {
			await admin.query(`alter database ${name} ${terms}`);
			await admin.query(
				"select pg_terminate_backend(pid) from pg_stat_activity where datname = $1",
				[name],
			);
		}

		test.each([
			["takes no connection", "allow_connections false", "allow_connections true"],
			[
				"can only be read",
				"set default_transaction_read_only = on",
				"reset default_transaction_read_only",
			],
		])(
			"one that %s refuses deliveries, and is used again without a restart",
			async (_, on, off) => {
				const { user, sights } = await aSubscriber(house);
				const [created] = await sights();
				await under(on);
				const refused = await deliver(house, created, { secret });
				expect(refused.status).toBe(503);
				const order = { token: ada.token, body: { tier_name: "founder" } };
				const sold = await call<ErrorReply>(house, "/stripe/create-checkout-session", order);
				expect(sold.status).toBe(503);
				expect(sold.body.error.code).toMatch(/unavailable$/);
				await under(off);
				// Connections that were ended meanwhile show it when they are used, each once.
				let answer = await deliver(house, created, { secret });
				for (let at = 0; at < 10 && answer.status === 503; at++)
					answer = await deliver(house, created, { secret });
				expect(answer.status).toBe(200);
				await untilStatus(house, "applied", created!);
				expect(await userRow(house, user.id)).toMatchObject({ subscriptionStatus: "trialing" });
			},
		);
	});
});

// The backend's own loop tries as well, and has the lane now and then.
async function untilItThrows(work: () => Promise<unknown>): Promise<void> {
	for (;;) {
		const thrown = await work().then(
			() => false,
			() => true,
		);
		if (thrown) return;
	}
}

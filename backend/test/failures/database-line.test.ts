import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit } from "../../src/database/billing-tables.ts";
import { outbox } from "../../src/database/work-tables.ts";
import type { ErrorReply } from "../../src/http/contract.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { deliver } from "../support/deliver.ts";
import {
	type Backend,
	call,
	type Simulator,
	signUp,
	startBackend,
	startTestSimulator,
} from "../support/start.ts";
import { aStripeEvent } from "../support/stripe-objects.ts";
import { eventRow, secret, send, subscribe, untilStatus, userRow } from "../support/subscribe.ts";
import { startTcpLine, type TcpLine } from "../support/tcp-line.ts";

// PGlite lives inside the process: there is no line to cut.
describe.runIf(engines.includes("postgres"))("the line to PostgreSQL", () => {
	let line: TcpLine;
	let simulator: Simulator;
	let house: Backend & { simulator: Simulator };
	beforeAll(async () => {
		simulator = await startTestSimulator();
		const location = await newDatabase("postgres");
		line = await startTcpLine("url" in location ? (location.url ?? "") : "");
		const through = { ...location, url: line.url };
		house = {
			...(await startBackend({ simulator, location: through, webhookSecrets: [secret] })),
			simulator,
		};
	});
	afterAll(async () => {
		await house.close();
		await line.close();
		await simulator.close();
	});

	const queries = () => house.app.deps.database.queries;

	test.each(["before", "answered"] as const)(
		"that breaks during the COMMIT of a delivery (%s) leaves one row and one answer",
		async (when) => {
			const event = aStripeEvent("foo.bar", { object: "foo" });
			line.cut = { after: 'insert into "stripe_events"', when };
			const cuts = line.cuts;
			expect((await deliver(house, event, { secret })).status).toBe(200);
			expect(line.cuts).toBe(cuts + 1);
			expect(await eventRow(house, event)).toMatchObject({ status: "ignored" });
		},
	);

	test.each(["before", "answered"] as const)(
		"that breaks during the COMMIT of a change (%s) leaves one change, one cause, one effect",
		async (when) => {
			const life = await subscribe(house);
			const created = life.events["customer.subscription.created"]!;
			const cuts = line.cuts;
			line.cut = { after: 'insert into "audit"', when };
			await send(house, created);
			await untilStatus(house, "applied", created);
			expect(line.cuts).toBe(cuts + 1);
			const { id } = life.user;
			expect(await userRow(house, id)).toMatchObject({
				subscriptionStatus: "trialing",
				billingVersion: 1,
			});
			expect(await queries().select().from(audit).where(eq(audit.userId, id))).toHaveLength(1);
			const effects = await queries().select().from(outbox).where(eq(outbox.userId, id));
			expect(effects.map((effect) => effect.effectKey)).toEqual([`state:${id}:1`]);
		},
	);

	test("that is half open is given up within ten seconds, and what waited is done on a new one", async () => {
		const event = aStripeEvent("foo.bar", { object: "foo" });
		line.freeze();
		const began = performance.now();
		expect((await deliver(house, event, { secret })).status).toBe(200);
		// Nine seconds of silence; the rest is what a busy machine may take.
		expect(performance.now() - began).toBeLessThan(14_000);
		expect(await eventRow(house, event)).not.toBeNull();
	}, 60_000);

	test("that passes nothing is told to the caller, and is used again once it does", async () => {
		const user = await signUp(house);
		const event = aStripeEvent("foo.bar", { object: "foo" });
		line.silent = true;
		const [refused, asked] = await Promise.all([
			deliver(house, event, { secret }),
			call<ErrorReply>(house, "/billing/me", { token: user.token }),
		]);
		line.silent = false;
		expect(refused.status).toBe(503);
		expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
		expect(asked.status).toBe(503);
		expect(asked.body.error).toMatchObject({ code: "unavailable" });
		expect(await eventRow(house, event)).toBeNull();
		await send(house, event);
		expect(await eventRow(house, event)).toMatchObject({ status: "ignored" });
		expect((await call(house, "/billing/me", { token: user.token })).status).toBe(200);
	}, 60_000);
});

import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkoutAttempts, lanes } from "../../src/database/billing-tables.ts";
import type { BillingReply, ErrorReply } from "../../src/http/contract.ts";
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
import { type LineState, type StripeLine, startStripeLine } from "../support/stripe-line.ts";
import { aStripeEvent } from "../support/stripe-objects.ts";
import { eventRow, secret, send, subscribe, untilStatus, userRow } from "../support/subscribe.ts";

const openCheckout = "/stripe/create-checkout-session";
const outages: [string, LineState][] = [
	["breaks the connection", "cut"],
	["fails", { status: 500, body: '{"error":{"type":"api_error","message":"x"}}' }],
	["is overloaded", { status: 429, body: '{"error":{"type":"invalid_request_error"}}' }],
	["refuses our key", { status: 401, body: '{"error":{"type":"invalid_request_error"}}' }],
	["answers a page", { status: 200, body: "<html>Be right back</html>" }],
];

describe.each(engines)("when what it stands on fails, on %s,", (engine) => {
	let simulator: Simulator;
	let line: StripeLine;
	let house: Backend & { simulator: Simulator };
	beforeAll(async () => {
		simulator = await startTestSimulator();
		line = await startStripeLine(simulator.url);
		const location = await newDatabase(engine);
		const through = { ...simulator, url: line.url };
		const backend = await startBackend({ simulator: through, location, webhookSecrets: [secret] });
		house = { ...backend, simulator };
	});
	afterAll(async () => {
		await house.close();
		await line.close();
		await simulator.close();
	});

	async function during<T>(state: LineState, work: () => Promise<T>): Promise<T> {
		line.state = state;
		try {
			return await work();
		} finally {
			line.state = "through";
		}
	}

	async function untilTried(customerId: string): Promise<void> {
		const { queries } = house.app.deps.database;
		for (;;) {
			const rows = await queries.select().from(lanes).where(sql`${lanes.lane} = ${customerId}`);
			if (rows.some((row) => row.failures > 0)) return;
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	}

	const tested = engine === "pglite" ? outages : outages.slice(0, 1);
	test.each(tested)(
		"because it %s, an event waits unharmed and is applied after",
		async (_, state) => {
			const life = await subscribe(house);
			// It names a subscription that is not known yet, so Stripe has to be asked.
			const event = life.events["checkout.session.completed"]!;
			await during(state, async () => {
				await send(house, event);
				await untilTried(life.customerId);
				expect(await eventRow(house, event)).toMatchObject({ status: "pending", attempts: 0 });
				expect(await userRow(house, life.user.id)).toMatchObject({ subscriptionStatus: null });
			});
			await untilStatus(house, "applied", event);
			expect(await userRow(house, life.user.id)).toMatchObject({
				subscriptionStatus: "trialing",
				subscriptionTier: "founder",
			});
		},
	);

	test.each(tested)(
		"because it %s, nobody is sold a thing, and nothing is half done",
		async (_, state) => {
			const ada = await signUp(house);
			const order = { token: ada.token, body: { tier_name: "founder" } };
			const refused = await during(state, () => call<ErrorReply>(house, openCheckout, order));
			expect(refused.status).toBe(503);
			expect(refused.body.error).toMatchObject({
				type: "stripe_error",
				code: "stripe_unavailable",
			});
			expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
			const { queries } = house.app.deps.database;
			const attempts = await queries.select().from(checkoutAttempts);
			expect(attempts.filter((attempt) => attempt.userId === ada.id)).toEqual([]);
			expect((await call(house, openCheckout, order)).status).toBe(200);
		},
	);

	test("a subscriber keeps what they have, and Checkout is not opened on a guess", async () => {
		const life = await subscribe(house);
		const created = life.events["customer.subscription.created"]!;
		await send(house, created);
		await untilStatus(house, "applied", created);
		const { token } = life.user;
		await during("cut", async () => {
			const me = await call<BillingReply>(house, "/billing/me", { token });
			expect(me.body).toMatchObject({ subscription_status: "trialing", access: "full" });
			const again = await call(house, openCheckout, { token, body: { tier_name: "empire" } });
			expect(again.status).toBe(503);
			const portal = await call(house, "/stripe/create-portal-session", { token, body: {} });
			expect(portal.status).toBe(503);
		});
	});

	test("a webhook is acknowledged without asking Stripe", async () => {
		const life = await subscribe(house);
		const event = life.events["checkout.session.completed"]!;
		await during("cut", async () => {
			expect((await deliver(house, event, { secret })).status).toBe(200);
			expect(await eventRow(house, event)).not.toBeNull();
		});
		await untilStatus(house, "applied", event);
	});

	test("an event is not acknowledged, so that Stripe sends it again", async () => {
		const { queries } = house.app.deps.database;
		const event = aStripeEvent("foo.bar", { object: "foo" });
		await queries.execute(sql`alter table stripe_events rename to stripe_events_away`);
		const refused = await deliver(house, event, { secret });
		await queries.execute(sql`alter table stripe_events_away rename to stripe_events`);
		expect(refused.status).toBe(503);
		expect(refused.headers.get("retry-after")).toBe("5");
		expect(await refused.text()).not.toMatch(/stripe_events|insert/);
		expect(await eventRow(house, event)).toBeNull();
		await send(house, event);
		expect(await eventRow(house, event)).toMatchObject({ status: "ignored" });
	});

	test.runIf(engine === "postgres")("no answer is given before the commit", async () => {
		const event = aStripeEvent("foo.bar", { object: "foo" });
		let answered = false;
		let sending: Promise<unknown> = Promise.resolve();
		await house.app.deps.database.transaction(async (tx) => {
			await tx.execute(sql`lock table stripe_events in exclusive mode`);
			sending = deliver(house, event, { secret }).then(() => {
				answered = true;
			});
			await untilSomebodyWaits(tx);
			// Long enough for an answer that does not wait for the row to arrive here.
			await new Promise((resolve) => setTimeout(resolve, 200));
			expect(answered).toBe(false);
		});
		await sending;
		expect(await eventRow(house, event)).not.toBeNull();
	});
});

async function untilSomebodyWaits(tx: Parameters<typeof countWaiting>[0]): Promise<void> {
	while ((await countWaiting(tx)) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function countWaiting(tx: Backend["app"]["deps"]["database"]["queries"]): Promise<number> {
	await tx.execute(sql`select pg_stat_clear_snapshot()`);
	const result: unknown = await tx.execute(sql`select pid from pg_stat_activity
		where datname = current_database() and wait_event_type = 'Lock'`);
	return Number((result as { rowCount: number }).rowCount);
}

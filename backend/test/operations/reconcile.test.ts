import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, lanes, stripeEvents, subscriptions } from "../../src/database/billing-tables.ts";
import { users } from "../../src/database/identity-tables.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { lever, runJob } from "../support/gaps.ts";
import {
	type Backend,
	startBackend,
	startTestSimulator,
	startTollgate,
	stripeOf,
	type Tollgate,
} from "../support/start.ts";
import { startStripeLine } from "../support/stripe-line.ts";
import { type Life, subscribe, subscriptionRow, userRow } from "../support/subscribe.ts";

describe.each(engines)("comparing all that is held with all that Stripe has, on %s,", (engine) => {
	let house: Tollgate;
	const lives: Life[] = [];
	beforeAll(async () => {
		house = await startTollgate(engine, { webhooks: false });
		for (let at = 0; at < 8; at++) lives.push(await subscribe(house));
	});
	afterAll(() => house.close());

	const queries = () => house.app.deps.database.queries;
	const statuses = () =>
		Promise.all(lives.map(async ({ user }) => (await userRow(house, user.id)).subscriptionStatus));
	const nothingIsDue = async () =>
		expect((await queries().select().from(lanes)).filter((lane) => lane.runAt)).toEqual([]);

	async function reconcile(force = false) {
		const found = await runJob(house, "reconcile", { force });
		await house.settled();
		return found;
	}

	test("repairs whatever no event ever told, and says why in the audit", async () => {
		const seen: number[] = [];
		const onProgress = ({ done }: { done: number }) => seen.push(done);
		const found = await runJob(house, "reconcile", { onProgress });
		expect(found).toMatchObject({ listed: 8, different: 8, losing: 0, stopped: false });
		expect(seen.at(-1)).toBe(8);
		await house.settled();
		expect(await statuses()).toEqual(Array(8).fill("trialing"));
		expect((await queries().select().from(stripeEvents)).length).toBe(0);
		const [trail] = await queries().select().from(audit).where(eq(audit.userId, lives[0]!.user.id));
		expect(trail).toMatchObject({ cause: "fetch:reconcile", statusAfter: "trialing" });
	});

	test("asks about nobody when nothing differs", async () => {
		expect(await runJob(house, "reconcile")).toMatchObject({ listed: 8, different: 0, missing: 0 });
		await nothingIsDue();
	});

	test("walks on, only slower, while Stripe says that it is asked too much", async () => {
		const fault = { kind: "rate_limit", path: "/v1/subscriptions", count: 4 };
		await lever(house.simulator, "faults", { body: fault });
		expect(await runJob(house, "reconcile")).toMatchObject({ listed: 8, different: 0 });
		expect(house.app.deps.stripe.reads.rate()).toBeLessThan(80);
		await lever(house.simulator, "faults", { method: "DELETE" });
	});

	test("takes access from those whose end was never told, when they are few", async () => {
		const { subscriptionId } = lives[0]!;
		await house.stripe.subscriptions.cancel(subscriptionId);
		expect(await reconcile()).toMatchObject({ different: 1, losing: 1, stopped: false });
		expect(await statuses()).toEqual(["canceled", ...Array(7).fill("trialing")]);
	});

	test("makes an older state of the database true again", async () => {
		const before = {
			users: await queries().select().from(users),
			subscriptions: await queries().select().from(subscriptions),
		};
		const [, left, moved, back] = lives as [Life, Life, Life, Life];
		await house.stripe.subscriptions.cancel(left.subscriptionId);
		await house.stripe.subscriptions.update(moved.subscriptionId, { cancel_at_period_end: true });
		const late = await subscribe(house);
		await reconcile();
		const truth = await queries().select().from(users);
		// The backup of before: later rows are gone, changed rows are as they were.
		await queries().delete(subscriptions);
		await queries().insert(subscriptions).values(before.subscriptions);
		for (const { id, subscriptionStatus, subscriptionTier } of before.users)
			await queries()
				.update(users)
				.set({ subscriptionStatus, subscriptionTier })
				.where(eq(users.id, id));
		await queries()
			.update(users)
			.set({ subscriptionStatus: null, subscriptionTier: null })
			.where(eq(users.id, late.user.id));
		expect(await reconcile()).toMatchObject({ different: 3, losing: 1 });
		const shown = (rows: typeof truth) =>
			rows.map((row) => [row.id, row.subscriptionStatus, row.subscriptionTier]).sort();
		expect(shown(await queries().select().from(users))).toEqual(shown(truth));
		expect(await userRow(house, back.user.id)).toMatchObject({ subscriptionStatus: "trialing" });
		const [row] = await queries()
			.select()
			.from(subscriptions)
			.where(eq(subscriptions.id, moved.subscriptionId));
		expect(row?.cancelsAt).not.toBeNull();
		lives.push(late);
	});

	test("infers nothing from a list that breaks off", async () => {
		const customer = await house.stripe.customers.create({ email: "many@example.test" });
		const price = (await house.stripe.prices.list({ limit: 1 })).data[0]!.id;
		for (let at = 0; at < 100; at++)
			await house.stripe.subscriptions.create({
				customer: customer.id,
				items: [{ price }],
				trial_period_days: 7,
			});
		await house.stripe.subscriptions.cancel(lives[4]!.subscriptionId);
		const before = await statuses();
		const fault = { kind: "fail_next_page", path: "/v1/subscriptions" };
		await lever(house.simulator, "faults", { body: fault });
		await expect(runJob(house, "reconcile")).rejects.toMatchObject({ code: "stripe_unavailable" });
		await nothingIsDue();
		expect(await statuses()).toEqual(before);
		await lever(house.simulator, "faults", { method: "DELETE" });
		expect(await reconcile()).toMatchObject({ losing: 1, stopped: false });
		expect((await statuses())[4]).toBe("canceled");
	});

	test("stops before it takes access from many, and does it when told that it is right", async () => {
		for (let at = 0; at < 4; at++) lives.push(await subscribe(house));
		await reconcile();
		const before = await statuses();
		for (const { subscriptionId } of lives.slice(-6))
			await house.stripe.subscriptions.cancel(subscriptionId);
		expect(await runJob(house, "reconcile")).toMatchObject({ losing: 6, stopped: true });
		await nothingIsDue();
		expect(await statuses()).toEqual(before);
		expect(await reconcile(true)).toMatchObject({ losing: 6, stopped: false });
		expect((await statuses()).slice(-6)).toEqual(Array(6).fill("canceled"));
	});

	test("revokes nobody when Stripe is another account, not even when forced", async () => {
		for (let at = 0; at < 6; at++) lives.push(await subscribe(house));
		await reconcile();
		const before = await statuses();
		await lever(house.simulator, "reset");
		const stranger = await house.stripe.customers.create({ email: "stranger@example.test" });
		expect(stranger.id).not.toBe(lives[0]!.customerId);
		const stopped = await runJob(house, "reconcile");
		expect(stopped).toMatchObject({ listed: 0, stopped: true });
		expect(stopped.missing).toBeGreaterThan(5);
		await nothingIsDue();
		expect(await reconcile(true)).toMatchObject({ stopped: false });
		expect(await statuses()).toEqual(before);
	});
});

describe.each(engines)("a subscription that Stripe's list leaves out, on %s,", (engine) => {
	test("is asked for by its id, as those on test clocks must be", async () => {
		const simulator = await startTestSimulator();
		const line = await startStripeLine(simulator.url);
		const location = await newDatabase(engine);
		const through = { ...simulator, url: line.url };
		const backend = await startBackend({ simulator: through, location, webhookSecrets: [] });
		const stripe = stripeOf(simulator);
		const house = { ...backend, simulator };
		const fetched = async (userId: string, status: string) => {
			while ((await userRow(house, userId)).subscriptionStatus !== status)
				await new Promise((resolve) => setTimeout(resolve, 10));
		};
		try {
			const life = await subscribe(house);
			const other = await subscribe(house);
			await runJob(house, "reconcile");
			for (const { user } of [life, other]) await fetched(user.id, "trialing");
			line.rewrite = (call, body) => (call.startsWith(whole) ? without(body, life) : body);
			const lacking = { listed: 1, different: 0, missing: 0, losing: 0 };
			await untilAsync(async () => simulator.now() > (await seenAt(house, life)) + 2);
			expect(await runJob(house, "reconcile")).toMatchObject(lacking);
			await stripe.subscriptions.cancel(life.subscriptionId);
			const found = { listed: 1, different: 1, missing: 0, losing: 1, stopped: false };
			expect(await runJob(house, "reconcile")).toMatchObject(found);
			await fetched(life.user.id, "canceled");
		} finally {
			await backend.close();
			await line.close();
			await simulator.close();
		}
	});

	const whole = "GET /v1/subscriptions?status=all";

	function without(body: string, life: Life): string {
		const list = JSON.parse(body) as { data: { id: string }[] };
		return JSON.stringify({
			...list,
			data: list.data.filter(({ id }) => id !== life.subscriptionId),
		});
	}

	async function seenAt(house: Backend, life: Life): Promise<number> {
		return (await subscriptionRow(house, life.subscriptionId))?.observedHi ?? 0;
	}

	// The walk must begin in a later second than the one in which it was seen last.
	async function untilAsync(holds: () => Promise<boolean>): Promise<void> {
		while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
	}
});

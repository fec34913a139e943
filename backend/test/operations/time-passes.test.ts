import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, lanes, stripeEvents, subscriptions } from "../../src/database/billing-tables.ts";
import { listJobs } from "../../src/database/jobs.ts";
import { grants } from "../../src/database/work-tables.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { lever, pass, runJob } from "../support/gaps.ts";
import { signUp, startBackend, startTollgate, type Tollgate } from "../support/start.ts";
import { startStripeLine } from "../support/stripe-line.ts";
import { aStripeEvent } from "../support/stripe-objects.ts";
import { send, subscribe, subscriptionRow, userRow } from "../support/subscribe.ts";

describe.each(engines)("what only time tells, on %s:", (engine) => {
	let house: Tollgate;
	beforeAll(async () => {
		house = await startTollgate(engine, { webhooks: false });
	});
	afterAll(() => house.close());
	const queries = () => house.app.deps.database.queries;

	async function grant(userId: string, fields: Partial<typeof grants.$inferInsert>) {
		const startsAt = house.app.deps.clock.now();
		await queries()
			.insert(grants)
			.values({
				id: `grant_${userId}`,
				userId,
				tierName: "empire",
				actor: "a test",
				reason: "kindness",
				startsAt,
				...fields,
			});
	}
	const inDays = (days: number) =>
		new Date(house.app.deps.clock.now().getTime() + days * 86_400_000);

	test("a trial that ended unheard is asked about once, five minutes later", async () => {
		const life = await subscribe(house);
		await runJob(house, "reconcile");
		await house.settled();
		await pass(house, 7 + 1 / 1440);
		expect(await runJob(house, "look_at_ended")).toEqual({ marked: 0 });
		await pass(house, 5 / 1440);
		expect(await runJob(house, "look_at_ended")).toEqual({ marked: 1 });
		await house.settled();
		expect(await userRow(house, life.user.id)).toMatchObject({ subscriptionStatus: "active" });
		const trail = await queries().select().from(audit).where(eq(audit.userId, life.user.id));
		expect(trail.at(-1)).toMatchObject({ cause: "fetch:lease-end", statusAfter: "active" });
		await queries().update(lanes).set({ lookedAt: null });
		expect(await runJob(house, "look_at_ended")).toEqual({ marked: 0 });
		// Seen since, and Stripe still says that the period is over: it need not be asked every minute.
		const ended = inDays(-1);
		const seen = Math.floor(ended.getTime() / 1000);
		const row = eq(subscriptions.id, life.subscriptionId);
		await queries()
			.update(subscriptions)
			.set({ currentPeriodEndsAt: ended, observedHi: seen + 1 })
			.where(row);
		expect(await runJob(house, "look_at_ended")).toEqual({ marked: 0 });
		await queries()
			.update(subscriptions)
			.set({ observedHi: seen - 1 })
			.where(row);
		expect(await runJob(house, "look_at_ended")).toEqual({ marked: 1 });
		await house.settled();
	});

	test("a cancellation at the period's end takes effect though nobody tells", async () => {
		const life = await subscribe(house);
		await house.stripe.subscriptions.update(life.subscriptionId, { cancel_at_period_end: true });
		await runJob(house, "reconcile");
		await house.settled();
		await pass(house, 8);
		expect((await runJob(house, "look_at_ended")).marked).toBeGreaterThanOrEqual(1);
		await house.settled();
		expect(await userRow(house, life.user.id)).toMatchObject({
			subscriptionStatus: "canceled",
			subscriptionTier: null,
		});
	});

	test("one that Stripe does not answer for is not asked about again for minutes", async () => {
		const life = await subscribe(house);
		await runJob(house, "reconcile");
		await house.settled();
		await lever(house.simulator, "faults", {
			body: { kind: "error_before", path: "/v1/subscriptions" },
		});
		await pass(house, 8);
		const { marked } = await runJob(house, "look_at_ended");
		expect(marked).toBeGreaterThanOrEqual(1);
		expect(await runJob(house, "look_at_ended")).toEqual({ marked: 0 });
		// It waits for another try: being due for longer does not bring that forward.
		await queries().update(lanes).set({ lookedAt: null });
		expect(await runJob(house, "look_at_ended")).toEqual({ marked: 0 });
		await queries().update(lanes).set({ lookedAt: sql`now()` });
		// As when the lane was done with and nothing had been learned.
		await queries().update(lanes).set({ runAt: null, apart: null });
		expect(await runJob(house, "look_at_ended")).toEqual({ marked: 0 });
		await lever(house.simulator, "faults", { method: "DELETE" });
		await queries().update(lanes).set({ lookedAt: sql`now() - interval '11 minutes'` });
		expect((await runJob(house, "look_at_ended")).marked).toBeGreaterThanOrEqual(1);
		await house.settled();
		expect(await subscriptionRow(house, life.subscriptionId)).toMatchObject({ status: "active" });
	});

	test("a grant begins and ends by itself for a user without a customer", async () => {
		const user = await signUp(house);
		await grant(user.id, { startsAt: inDays(1), endsAt: inDays(3) });
		expect(await runJob(house, "project_grants")).toEqual({ projected: 0 });
		await pass(house, 2);
		expect(await runJob(house, "project_grants")).toEqual({ projected: 1 });
		expect(await userRow(house, user.id)).toMatchObject({ subscriptionTier: "empire" });
		expect(await runJob(house, "project_grants")).toEqual({ projected: 0 });
		await pass(house, 2);
		expect(await runJob(house, "project_grants")).toEqual({ projected: 1 });
		expect(await userRow(house, user.id)).toMatchObject({ subscriptionTier: null });
		const trail = await queries().select().from(audit).where(eq(audit.userId, user.id));
		expect(trail.map(({ cause, tierAfter }) => [cause, tierAfter])).toEqual([
			["grant:clock", "empire"],
			["grant:clock", null],
		]);
	});

	test("a grant that ends leaves the tier that was bought", async () => {
		const life = await subscribe(house);
		await runJob(house, "reconcile");
		await house.settled();
		await grant(life.user.id, { endsAt: inDays(1) });
		await runJob(house, "project_grants");
		expect(await userRow(house, life.user.id)).toMatchObject({ subscriptionTier: "empire" });
		await pass(house, 1);
		await runJob(house, "project_grants");
		expect(await userRow(house, life.user.id)).toMatchObject({
			subscriptionStatus: "trialing",
			subscriptionTier: "founder",
		});
	});

	test("the inbox forgets what is done and old, and nothing that still matters", async () => {
		const kinds = [
			{ status: "applied", days: 91 },
			{ status: "ignored", days: 91 },
			{ status: "dead", days: 91 },
			{ status: "applied", days: 89 },
		] as const;
		const events = kinds.map(() => aStripeEvent("foo.bar", { object: "foo" }));
		await send(house, ...events);
		for (const [at, { status, days }] of kinds.entries())
			await queries()
				.update(stripeEvents)
				.set({ status, receivedAt: sql`now() - make_interval(days => ${days})` })
				.where(eq(stripeEvents.eventId, String(events[at]!.id)));
		expect(await runJob(house, "forget_events")).toMatchObject({ deleted: 2 });
		const ids = events.map((event) => String(event.id));
		// A repeat of what is younger is still known.
		await send(house, events[3]);
		const kept = await queries()
			.select()
			.from(stripeEvents)
			.where(inArray(stripeEvents.eventId, ids));
		expect(kept.map((row) => row.eventId).sort()).toEqual([ids[2]!, ids[3]!].sort());
		expect(kept.map((row) => row.status).sort()).toEqual(["applied", "dead"]);
	});
});

describe.each(engines)("a key that Stripe refuses, on %s,", (engine) => {
	test("fails every look loudly and changes nobody's state", async () => {
		const truth = await startTollgate("pglite", { webhooks: false });
		const line = await startStripeLine(truth.simulator.url);
		const location = await newDatabase(engine);
		const simulator = { ...truth.simulator, url: line.url };
		const backend = await startBackend({ simulator, location, webhookSecrets: [] });
		try {
			const house = { ...backend, simulator: truth.simulator };
			const life = await subscribe(house);
			await runJob(house, "reconcile");
			while ((await userRow(house, life.user.id)).subscriptionStatus === null)
				await new Promise((resolve) => setTimeout(resolve, 10));
			const before = await userRow(house, life.user.id);
			line.state = {
				status: 401,
				body: JSON.stringify({
					error: { type: "invalid_request_error", message: "Invalid API Key provided" },
				}),
			};
			for (const name of ["catch_up_events", "reconcile"] as const)
				await expect(runJob(house, name)).rejects.toMatchObject({ code: "stripe_unavailable" });
			const found = await listJobs(house.app.deps.database.queries);
			for (const { lastResult } of found)
				expect(JSON.parse(lastResult!).error).toMatch(/^stripe_unavailable: Stripe\w*Auth/);
			expect(await userRow(house, life.user.id)).toEqual(before);
		} finally {
			await backend.close();
			await line.close();
			await truth.close();
		}
	});
});

import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lanes } from "../../src/database/billing-tables.ts";
import { reconcile } from "../../src/operations/reconcile.ts";
import { syncCustomer } from "../../src/operations/sync-customer.ts";
import { engines, newDatabase } from "../support/databases.ts";
import type { RawEvent } from "../support/deliver.ts";
import {
	type Backend,
	type Simulator,
	startBackend,
	startTestSimulator,
	stripeOf,
} from "../support/start.ts";
import { type StripeLine, startStripeLine } from "../support/stripe-line.ts";
import {
	type Life,
	lifeOf,
	secret,
	send,
	subscribe,
	subscriptionRow,
	untilStatus,
	userRow,
} from "../support/subscribe.ts";

const updated = "customer.subscription.updated";
const deleted = "customer.subscription.deleted";

describe.each(engines)("where the newest event is not the truth, on %s,", (engine) => {
	let simulator: Simulator;
	let line: StripeLine;
	let house: Backend & { simulator: Simulator };
	beforeAll(async () => {
		simulator = await startTestSimulator();
		line = await startStripeLine(simulator.url);
		const through = { ...simulator, url: line.url };
		const location = await newDatabase(engine);
		const backend = await startBackend({ simulator: through, location, webhookSecrets: [secret] });
		house = { ...backend, simulator };
	});
	afterAll(async () => {
		await house.close();
		await line.close();
		await simulator.close();
	});

	const born = (life: Life) => life.events["customer.subscription.created"]!;
	const stripe = () => stripeOf(simulator);
	const row = async (life: Life) => (await subscriptionRow(house, life.subscriptionId))!;

	/** The life's subscription as an event of its own shows it, with other fields. */
	function shown(life: Life, fields: object, about: object = {}): RawEvent {
		const event = born(life);
		return {
			...event,
			id: `evt_${randomUUID().replaceAll("-", "")}`,
			type: updated,
			...about,
			data: { object: { ...event.data.object, ...fields } },
		};
	}

	async function apply(...events: RawEvent[]): Promise<void> {
		for (const event of events) {
			await send(house, event);
			await untilStatus(house, "applied", event);
		}
	}

	test.each([
		["older first", (a: RawEvent, b: RawEvent) => [a, b]],
		["younger first", (a: RawEvent, b: RawEvent) => [b, a]],
	])("1: two states of one second, %s, end at Stripe's", async (_name, order) => {
		const life = await subscribe(house);
		await apply(...order(shown(life, { status: "incomplete" }), born(life)));
		expect(await row(life)).toMatchObject({ status: "trialing" });
	});

	test("2: the first of two states of one second, come again, brings nothing back", async () => {
		const life = await subscribe(house);
		const [first, again] = [1, 2].map(() => shown(life, { status: "incomplete" }));
		await apply(first!, born(life), again!, shown(life, { status: "incomplete" }));
		expect(await row(life)).toMatchObject({ status: "trialing" });
	});

	test("3: an end in the very second of a fetch is not hidden by the fetch", async () => {
		const life = await subscribe(house);
		await syncCustomer(house.app.deps, life.customerId, "fetch:test");
		const { observedHi } = await row(life);
		const ended = { status: "canceled", ended_at: observedHi };
		await apply(shown(life, ended, { type: deleted, created: observedHi }));
		expect(await row(life)).toMatchObject({ status: "canceled" });
	});

	test("4: a clock of ours that is five minutes ahead hides no event", async () => {
		const life = await subscribe(house);
		const { clock } = house.app.deps;
		const ahead = { ...clock, now: () => new Date(clock.now().getTime() + 300_000) };
		await syncCustomer({ ...house.app.deps, clock: ahead }, life.customerId, "fetch:test");
		const created = (await row(life)).observedHi + 1;
		await apply(shown(life, { status: "past_due" }, { created }));
		expect(await row(life)).toMatchObject({ status: "past_due" });
	});

	test("5: an invoice paid after the end revives nothing", async () => {
		const life = await subscribe(house);
		await apply(born(life));
		await stripe().subscriptions.cancel(life.subscriptionId);
		const after = await lifeOf(house, life.user, life.customerId);
		await apply(after.events[deleted]!);
		const invoice = { ...life.events["invoice.paid"]!, id: `evt_late${born(life).id.slice(4)}` };
		await apply({ ...invoice, created: after.events[deleted]!.created + 60 });
		expect(await row(life)).toMatchObject({ status: "canceled" });
		expect(await userRow(house, life.user.id)).toMatchObject({ subscriptionStatus: "canceled" });
	});

	test("6: the end of an old subscription, told late, does not wipe the new one", async () => {
		const old = await subscribe(house);
		await apply(born(old));
		await stripe().subscriptions.cancel(old.subscriptionId);
		const ended = (await lifeOf(house, old.user, old.customerId)).events[deleted]!;
		const fresh = await subscribe(house, old.user);
		await apply(born(fresh), { ...ended, created: born(fresh).created + 5 });
		expect(fresh.subscriptionId).not.toBe(old.subscriptionId);
		const user = await userRow(house, old.user.id);
		expect(user).toMatchObject({ subscriptionTier: "founder", subscriptionStatus: "active" });
	});

	test("7: a fetch that was stalled does not write over what was fetched after it", async () => {
		const life = await subscribe(house);
		await apply(born(life));
		const { deps } = house.app;
		const answered = Promise.withResolvers<void>();
		const goOn = Promise.withResolvers<void>();
		const slow = Object.create(deps.stripe, {
			subscriptions: {
				value: {
					retrieve: deps.stripe.subscriptions.retrieve.bind(deps.stripe.subscriptions),
					list: async (...args: Parameters<typeof deps.stripe.subscriptions.list>) => {
						const answer = await deps.stripe.subscriptions.list(...args);
						answered.resolve();
						await goOn.promise;
						return answer;
					},
				},
			},
		});
		const stalled = syncCustomer({ ...deps, stripe: slow }, life.customerId, "fetch:slow");
		await answered.promise;
		await stripe().subscriptions.update(life.subscriptionId, { cancel_at_period_end: true });
		// Its lease runs out, and somebody else takes the customer over.
		const past = sql`now() - interval '1 second'`;
		await deps.database.queries
			.update(lanes)
			.set({ lockedUntil: past })
			.where(eq(lanes.lane, life.customerId));
		await apply(shown(life, {}, { api_version: "2020-08-27" }));
		expect((await row(life)).cancelsAt).not.toBeNull();
		goOn.resolve();
		await expect(stalled).rejects.toMatchObject({ code: "unavailable" });
		expect((await row(life)).cancelsAt).not.toBeNull();
	});

	test("8: a payload of an older API version takes no field away", async () => {
		const life = await subscribe(house);
		await apply(born(life));
		const before = await row(life);
		const about = { api_version: "2020-08-27", created: born(life).created + 60 };
		await apply(shown(life, { items: undefined, current_period_end: 1 }, about));
		const { currentPeriodEndsAt, tierName, priceId, status } = before;
		expect(currentPeriodEndsAt).not.toBeNull();
		expect(await row(life)).toMatchObject({ currentPeriodEndsAt, tierName, priceId, status });
	});

	test("9: an event whose first application failed is not skipped when it comes again", async () => {
		const life = await subscribe(house);
		const event = shown(life, {}, { api_version: "2020-08-27" });
		line.state = "cut";
		await send(house, event);
		const failed = async () =>
			(await house.app.deps.database.queries.select().from(lanes)).some(
				(lane) => lane.lane === life.customerId && lane.failures > 0,
			);
		while (!(await failed())) await new Promise((resolve) => setTimeout(resolve, 10));
		line.state = "through";
		await send(house, event);
		await untilStatus(house, "applied", event);
		expect(await row(life)).toMatchObject({ status: "trialing", tierName: "founder" });
	});

	test("10: what the last event would have told is found without it", async () => {
		const life = await subscribe(house);
		await apply(born(life));
		await stripe().subscriptions.cancel(life.subscriptionId);
		const { signal } = new AbortController();
		expect(await reconcile(house.app.deps, { force: true, signal })).toMatchObject({
			stopped: false,
		});
		const status = async () => (await row(life)).status;
		while ((await status()) !== "canceled") await new Promise((resolve) => setTimeout(resolve, 10));
		expect(await userRow(house, life.user.id)).toMatchObject({ subscriptionTier: null });
	});
});

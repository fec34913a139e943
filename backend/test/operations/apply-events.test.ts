import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lanes } from "../../src/database/billing-tables.ts";
import { linkCustomer } from "../../src/database/customer-links.ts";
import { tryTakeLane } from "../../src/database/lanes.ts";
import { syncUnderLease } from "../../src/operations/sync-customer.ts";
import { seen } from "../domain/builders.ts";
import { engines } from "../support/databases.ts";
import { signUp, startTollgate, type Tollgate } from "../support/start.ts";
import {
	aStripeEvent,
	aStripeItem,
	aStripePrice,
	aStripeSubscription,
	march,
} from "../support/stripe-objects.ts";
import {
	eventRow,
	type Life,
	lifeOf,
	send,
	subscribe,
	subscriptionRow,
	untilStatus,
	userRow,
} from "../support/subscribe.ts";

const updated = "customer.subscription.updated";

/** A later sight of a life's subscription, with some fields as the test wants them. */
function later(life: Life, fields: Record<string, unknown>, seconds = 10) {
	const event = life.events["customer.subscription.created"]!;
	return aStripeEvent(
		updated,
		{ ...event.data.object, ...fields },
		{ created: event.created + seconds },
	);
}

describe.each(engines)("applying events, on %s:", (engine) => {
	let house: Tollgate;
	beforeAll(async () => {
		house = await startTollgate(engine, { webhooks: false });
	});
	afterAll(() => house.close());

	const created = (life: Life) => life.events["customer.subscription.created"]!;
	const stateOf = async (life: Life) => {
		const { subscriptionStatus, subscriptionTier } = await userRow(house, life.user.id);
		return [subscriptionStatus, subscriptionTier];
	};

	async function known(): Promise<Life> {
		const life = await subscribe(house);
		await send(house, created(life));
		await untilStatus(house, "applied", created(life));
		return life;
	}

	test.each([
		["cannot be read", { items: undefined }],
		["cannot be written", { status: "act\0ive" }],
		["does not fit its column", { items: { data: [aStripeItem({ quantity: 1e12 })] } }],
		["has no instant where one must be", { created: "soon" }],
	])("a payload that %s harms itself alone, and is dead after ten tries", async (_what, fields) => {
		const [ada, eve] = [await subscribe(house), await subscribe(house)];
		const poison = later(ada, fields);
		await send(house, poison, created(ada), created(eve));
		await untilStatus(house, "applied", created(ada), created(eve));
		await untilStatus(house, "dead", poison);
		expect(await eventRow(house, poison)).toMatchObject({ attempts: 10 });
		expect((await eventRow(house, poison))!.lastError).not.toBe("");
		expect(await stateOf(ada)).toEqual(["trialing", "founder"]);
		expect(await stateOf(eve)).toEqual(["trialing", "founder"]);
		await send(house, poison);
		expect(await eventRow(house, poison)).toMatchObject({ status: "dead", attempts: 10 });
	});

	test("a payload of another API version is not believed: Stripe is asked", async () => {
		const life = await known();
		const sight = later(life, { status: "canceled" });
		const old = { ...sight, id: sight.id, api_version: "2024-06-20" };
		await send(house, old);
		await untilStatus(house, "applied", old);
		expect(await eventRow(house, old)).toMatchObject({ outcome: "fetched" });
		expect(await stateOf(life)).toEqual(["trialing", "founder"]);
	});

	test("a subscription on a test clock is not believed: Stripe is asked", async () => {
		const life = await known();
		const clocked = later(life, { status: "canceled", test_clock: "clock_1" });
		await send(house, clocked);
		await untilStatus(house, "applied", clocked);
		expect(await stateOf(life)).toEqual(["trialing", "founder"]);
	});

	test("a price we do not know keeps the tier that was held", async () => {
		const life = await known();
		const price = aStripePrice({ id: "price_of_nobody" });
		const moved = later(life, { status: "active", items: { data: [aStripeItem({ price })] } });
		await send(house, moved);
		await untilStatus(house, "applied", moved);
		expect(await stateOf(life)).toEqual(["active", "founder"]);
		expect(await subscriptionRow(house, life.subscriptionId)).toMatchObject({
			priceId: "price_of_nobody",
			tierName: "founder",
		});
	});

	test("a status that Stripe adds later is kept, and opens nothing", async () => {
		const life = await known();
		const frozen = later(life, { status: "frozen" });
		await send(house, frozen);
		await untilStatus(house, "applied", frozen);
		expect(await stateOf(life)).toMatchObject(["frozen", expect.anything()]);
	});

	test("the end of an old subscription leaves the new one alone", async () => {
		const first = await known();
		await house.stripe.subscriptions.cancel(first.subscriptionId);
		const ended = (await lifeOf(house, first.user, first.customerId)).events[
			"customer.subscription.deleted"
		]!;
		const second = await subscribe(house, first.user);
		await send(house, created(second), ended);
		await untilStatus(house, "applied", created(second), ended);
		expect(await subscriptionRow(house, first.subscriptionId)).toMatchObject({
			status: "canceled",
		});
		expect(await stateOf(first)).toEqual(["active", "founder"]);
	});

	test("an old event that comes days late does not bring an ended subscription back", async () => {
		const life = await known();
		const ended = later(life, { status: "canceled" }, 1);
		await send(house, { ...ended, type: "customer.subscription.deleted" });
		await untilStatus(house, "applied", ended);
		const late = later(life, { status: "active" }, 259_200);
		await send(house, late);
		await untilStatus(house, "applied", late);
		expect(await stateOf(life)).toEqual(["canceled", null]);
	});

	test("an invoice that is paid late opens nothing", async () => {
		const life = await known();
		const ended = later(life, { status: "canceled" }, 1);
		await send(house, ended);
		await untilStatus(house, "applied", ended);
		const before = await userRow(house, life.user.id);
		const paid = aStripeEvent("invoice.paid", {
			id: "in_late",
			object: "invoice",
			status: "paid",
			customer: life.customerId,
			parent: { subscription_details: { subscription: life.subscriptionId } },
		});
		await send(house, paid);
		await untilStatus(house, "applied", paid);
		expect(await eventRow(house, paid)).toMatchObject({ outcome: "folded" });
		expect(await userRow(house, life.user.id)).toEqual(before);
	});

	test("what a customer of nobody has is kept until somebody is linked", async () => {
		const user = await signUp(house, "Late");
		const customer = `cus_parked_${engine}`;
		const sight = aStripeEvent(
			"customer.subscription.created",
			aStripeSubscription({ id: `sub_parked_${engine}`, customer, status: "active" }),
		);
		await send(house, sight);
		await untilStatus(house, "applied", sight);
		expect(await userRow(house, user.id)).toMatchObject({ subscriptionStatus: null });
		await linkCustomer(house.app.deps.database.queries, user.id, customer);
		const next = { ...sight, id: `evt_next_${engine}`, created: march + 1, type: updated };
		await send(house, next);
		await untilStatus(house, "applied", next);
		expect(await userRow(house, user.id)).toMatchObject({ subscriptionStatus: "active" });
	});

	test("a lane of a killed worker is taken over once its lease has ended", async () => {
		const [ada, eve] = [await subscribe(house), await subscribe(house)];
		const { queries } = house.app.deps.database;
		await tryTakeLane(queries, ada.customerId, "a worker that was killed");
		await send(house, created(ada), created(eve));
		await untilStatus(house, "applied", created(eve));
		expect(await eventRow(house, created(ada))).toMatchObject({ status: "pending" });
		await queries
			.update(lanes)
			.set({ lockedUntil: sql`now() - interval '1 second'` })
			.where(eq(lanes.lane, ada.customerId));
		await untilStatus(house, "applied", created(ada));
		expect(await stateOf(ada)).toEqual(["trialing", "founder"]);
	});

	test("a worker that slept through its lease writes nothing", async () => {
		const life = await known();
		await house.settled();
		const { queries } = house.app.deps.database;
		const asleep = (await tryTakeLane(queries, life.customerId, "sleeper"))!;
		await queries.update(lanes).set({ lockedUntil: sql`now() - interval '1 second'` });
		const heir = (await tryTakeLane(queries, life.customerId, "heir"))!;
		const before = await userRow(house, life.user.id);
		const { customerId } = life;
		const sight = seen({ id: life.subscriptionId, customerId, status: "canceled" }, 4_000_000_000);
		const order = { customerId, sights: [sight], fetchAnyway: false, cause: "events:evt_1" };
		const writing = syncUnderLease(house.app.deps, asleep, order);
		await expect(writing).rejects.toMatchObject({ code: "unavailable" });
		expect(await userRow(house, life.user.id)).toEqual(before);
		expect(await subscriptionRow(house, life.subscriptionId)).toMatchObject({ status: "trialing" });
		await syncUnderLease(house.app.deps, heir, order);
		expect(await stateOf(life)).toEqual(["canceled", null]);
	});
});

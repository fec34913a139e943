import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { billing as catalog } from "../../billing.config.ts";
import { audit, stripeEvents, subscriptions } from "../../src/database/billing-tables.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { recordEvents } from "../../src/database/stripe-events.ts";
import { getUser } from "../../src/database/users.ts";
import { outbox } from "../../src/database/work-tables.ts";
import type { User } from "../../src/domain/user.ts";
import { applyLanes } from "../../src/operations/apply-lanes.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { aUser } from "../support/people.ts";
import { aStripeEvent, aStripeSubscription, march } from "../support/stripe-objects.ts";

const log = { info() {}, warn() {}, error() {} };
const now = () => new Date(march * 1000);
const clock = { now, wallNow: now, monotonicMs: () => 0 };

describe.each(engines)("a change and what follows from it, on %s,", (engine) => {
	let database: Database;
	let user: User;
	const apply = () => applyLanes({ database, catalog, clock, log });

	beforeEach(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
		user = await aUser(database.queries, "cus_1");
		await receive({ status: "active" }, march);
		await apply();
		await database.queries.delete(outbox);
		await receive({ status: "canceled", ended_at: march + 1 }, march + 1);
	});
	afterEach(() => database.close());

	async function receive(fields: Record<string, unknown>, created: number): Promise<void> {
		const type = "customer.subscription.updated";
		const event = aStripeEvent(type, aStripeSubscription({ trial_end: null, ...fields }), {
			created,
		});
		const columns = { apiVersion: null, createdAt: now(), lane: "cus_1", ignoredBecause: null };
		const payload = JSON.stringify(event);
		const eventId = String(event.id);
		await recordEvents(database, [{ ...columns, eventId, type, payload, receivedBy: "webhook" }]);
	}

	async function written() {
		const { queries } = database;
		const effects = await queries.select().from(outbox);
		const [held] = await queries.select().from(subscriptions);
		const pending = (await queries.select().from(stripeEvents)).filter(
			(x) => x.status === "pending",
		);
		return {
			status: (await getUser(queries, user.id)).subscriptionStatus,
			held: held?.status,
			audits: (await queries.select().from(audit)).length,
			pending: pending.length,
			effects: effects.map((effect) => effect.name).sort(),
		};
	}

	const before = { status: "active", held: "active", audits: 1, pending: 1, effects: [] };

	test("are written together", async () => {
		await apply();
		expect(await written()).toEqual({
			status: "canceled",
			held: "canceled",
			audits: 2,
			pending: 0,
			effects: ["billing.state_changed", "subscription_ended"],
		});
	});

	test.each([
		["the effect", sql`alter table outbox add constraint refused check (kind <> 'webhook')`],
		["one of two effects", sql`alter table outbox add constraint refused check (kind <> 'mail')`],
		["the audit", sql`alter table audit add constraint refused check (status_after <> 'canceled')`],
		[
			"the end of the event",
			sql`alter table stripe_events add constraint refused
			check (status <> 'applied' or outcome = '') not valid`,
		],
		[
			"the user",
			sql`alter table users add constraint refused
			check (subscription_status <> 'canceled')`,
		],
	])("neither is written when %s cannot be", async (_what, refusing) => {
		await database.queries.execute(refusing);
		await apply();
		expect(await written()).toEqual(before);
	});
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stripeEvents } from "../../src/database/billing-tables.ts";
import { markLanesDue } from "../../src/database/lanes.ts";
import { outbox } from "../../src/database/work-tables.ts";
import { syncCustomer } from "../../src/operations/sync-customer.ts";
import { engines } from "../support/databases.ts";
import { eventsOf } from "../support/deliver.ts";
import { pass, runJob } from "../support/gaps.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { startTollgate, type Tollgate } from "../support/start.ts";
import { lifeOf, send, subscribe, untilStatus } from "../support/subscribe.ts";

const hookSecret = `whsec_${Buffer.from("a secret of thirty-two bytes !!!").toString("base64")}`;

describe.each(engines)("a subscription's life by mail, on %s,", (engine) => {
	let house: Tollgate;
	let receiver: Receiver;
	let home: string;

	beforeEach(async () => {
		home = mkdtempSync(join(tmpdir(), "tollgate-mails-"));
		receiver = await startReceiver();
	});
	afterEach(async () => {
		await house.close();
		await receiver.close();
		rmSync(home, { recursive: true, force: true });
	});

	async function start(options: { webhooks?: boolean } = {}): Promise<void> {
		house = await startTollgate(engine, {
			...options,
			outbound: {
				mail: { kind: "directory", directory: home, from: "billing@localhost" },
				outgoingWebhook: { url: receiver.url, secrets: [hookSecret] },
			},
		});
	}

	/** The mails so far by name, once nothing is left to be delivered. */
	async function mails(): Promise<string[]> {
		const { queries } = house.app.deps.database;
		for (;;) {
			await house.settled();
			const rows = await queries.select().from(outbox).orderBy(outbox.id);
			if (rows.every((row) => row.status === "done"))
				return rows.filter((row) => row.kind === "mail").map((row) => row.name);
			await sleep(20);
		}
	}

	/** Every event once more, as if none had been applied. */
	async function replayAll(customerId: string): Promise<void> {
		await house.app.deps.database.transaction(async (tx) => {
			const replayed = await tx
				.update(stripeEvents)
				.set({ status: "pending" })
				.where(eq(stripeEvents.lane, customerId))
				.returning({ id: stripeEvents.eventId });
			expect(replayed.length).toBeGreaterThan(5);
			await markLanesDue(tx, [customerId]);
		});
	}

	async function page(path: string): Promise<{ response: Response; text: string }> {
		const response = await fetch(`${house.url}${path}`);
		return { response, text: await response.text() };
	}

	test("each turn is told once, and nothing again by redelivery, fetch and replay", async () => {
		await start();
		const life = await subscribe(house);
		expect(await mails()).toEqual([]);
		await pass(house, 4.1);
		expect(await mails()).toEqual(["trial_will_end"]);
		await pass(house, 2.95);
		// The invoice is collected an hour after it was drafted.
		await pass(house, 0.1);
		expect((await mails()).sort()).toEqual(["receipt", "trial_ended", "trial_will_end"]);
		await house.stripe.subscriptions.update(life.subscriptionId, { cancel_at_period_end: true });
		expect((await mails()).at(-1)).toBe("cancellation_scheduled");
		await house.stripe.subscriptions.cancel(life.subscriptionId);
		const told = await mails();
		expect(told.at(-1)).toBe("subscription_ended");

		const before = (await mails()).length;
		const all = await eventsOf(house.simulator, life.customerId);
		await send(house, ...all.toReversed());
		await replayAll(life.customerId);
		await syncCustomer(house.app.deps, life.customerId, "fetch:test");
		await runJob(house, "remind_trials");
		await runJob(house, "catch_up_events");
		expect(await mails()).toHaveLength(before);
	});

	test("what was written can be looked at in the browser, and can run nothing there", async () => {
		await start();
		const life = await subscribe(house);
		await house.settled();
		await house.stripe.subscriptions.update(life.subscriptionId, { cancel_at_period_end: true });
		expect(await mails()).toEqual(["cancellation_scheduled"]);
		const list = await page("/dev/mail");
		expect(list.response.status).toBe(200);
		expect(list.text).toContain(life.user.email);
		const link = /href="(\/dev\/mail\/[\w-]+)"/.exec(list.text)?.[1] ?? "";
		const mail = await page(link);
		expect(mail.text).toContain("You keep your access until");
		for (const { response } of [list, mail]) {
			expect(response.headers.get("content-type")).toMatch(/^text\/html/);
			const policy = response.headers.get("content-security-policy");
			expect(policy).toContain("default-src 'none'");
			expect(policy).toContain("sandbox");
			expect(policy).not.toMatch(/script/);
		}
		for (const path of ["/dev/mail/nothing", "/dev/mail/..%2f..%2fetc%2fpasswd"])
			expect((await page(path)).response.status).toBe(404);
	});

	test.each([
		["that fails", "pm_card_chargeCustomerFail", "payment_failed"],
		["that the bank asks about", "pm_card_authenticationRequired", "action_required"],
	])("a payment %s is told once, with Stripe's page to set it right", async (_what, card, name) => {
		await start();
		const life = await subscribe(house);
		await house.settled();
		const { id } = await house.stripe.paymentMethods.attach(card, { customer: life.customerId });
		await house.stripe.subscriptions.update(life.subscriptionId, { default_payment_method: id });
		await pass(house, 7.01);
		await pass(house, 0.1);
		expect((await mails()).filter((one) => /payment|action/.test(one))).toEqual([name]);
		const rows = await house.app.deps.database.queries.select().from(outbox);
		const told = rows.find((row) => row.name === name);
		expect(JSON.parse(told?.data ?? "")).toMatchObject({
			amount: 7900,
			currency: "usd",
			url: expect.stringMatching(/^http/),
		});
	});

	test("a reminder whose event was lost is sent by the clock, and not again by the event", async () => {
		await start({ webhooks: false });
		const life = await subscribe(house);
		await send(house, life.events["customer.subscription.created"]);
		await untilStatus(house, "applied", life.events["customer.subscription.created"] ?? {});
		await runJob(house, "remind_trials");
		expect(await mails()).toEqual([]);
		await pass(house, 4.1);
		expect(await runJob(house, "remind_trials")).toEqual({ trials: 1 });
		await runJob(house, "remind_trials");
		expect(await mails()).toEqual(["trial_will_end"]);
		const late = await lifeOf(house, life.user, life.customerId);
		const event = late.events["customer.subscription.trial_will_end"];
		await send(house, event);
		await untilStatus(house, "applied", event ?? {});
		expect(await mails()).toEqual(["trial_will_end"]);
	});

	test("a past that is imported is told to nobody", async () => {
		await start({ webhooks: false });
		const life = await subscribe(house);
		await pass(house, 7.1);
		await house.stripe.subscriptions.cancel(life.subscriptionId);
		await pass(house, 4);
		await syncCustomer(house.app.deps, life.customerId, "fetch:test");
		const all = await eventsOf(house.simulator, life.customerId);
		await send(house, ...all);
		await runJob(house, "remind_trials");
		expect(await mails()).toEqual([]);
	});

	test("the outgoing webhook tells each state under an id of its own", async () => {
		await start();
		const life = await subscribe(house);
		await house.settled();
		await house.stripe.subscriptions.cancel(life.subscriptionId);
		await mails();
		const verifier = new Webhook(hookSecret);
		const told = receiver.received.map(
			({ body, headers }) => verifier.verify(body, headers) as { data: Record<string, unknown> },
		);
		const states = told.map(({ data }) => data.subscription_status);
		expect(states.at(-1)).toBe("canceled");
		expect(states).toContain("trialing");
		expect(told.every(({ data }) => data.user_id === life.user.id)).toBe(true);
		const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
		expect(new Set(ids).size).toBe(ids.length);
	});
});

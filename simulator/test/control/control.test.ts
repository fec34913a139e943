// The levers of the simulator itself: clock, settings, snapshots, and who may pull them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { control } from "../support/control.ts";
import { openHook, until } from "../support/hook.ts";
import { buy, openShop, typesOf } from "../support/shop.ts";
import { day, startTest } from "../support/start.ts";

describe("the clock", () => {
	it("moves by a duration, lets everything due happen in order, and says where it stands", async () => {
		const started = await startTest();
		await buy(started, await openShop(started));
		await started.newEvents();
		const { now } = (await control(started.simulator, ["GET", "clock"])).body;
		const { body } = await control(started.simulator, ["POST", "clock"], {
			body: { advance: "97d" },
		});
		expect(Number(body.now) - Number(now)).toBeGreaterThan(88 * day);
		const events = await started.newEvents();
		expect(typesOf(events).filter((type) => type === "invoice.paid")).toHaveLength(3);
		const instants = events.map(({ created }) => created);
		expect(instants).toEqual([...instants].sort((left, right) => left - right));
	});

	it("moves on while deliveries wait, which come through afterwards, each once", async () => {
		const started = await startTest({ settings: { eventRetentionDays: 30 } });
		const { simulator, stripe } = started;
		const hook = await openHook(stripe);
		const endpoint = await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: ["*"] });
		hook.answer.secret = endpoint.secret ?? "";
		await buy(started, await openShop(started));
		await control(simulator, ["POST", "settings"], { body: { deliveryDelayMs: 300 } });
		await control(simulator, ["POST", "clock"], { body: { advance: "200d" } });
		const isOldestGone = async () => {
			const { data } = await stripe.events.list({ type: "invoice.finalized", limit: 100 });
			return data.length < 7;
		};
		expect(await isOldestGone()).toBe(true);
		const finalized = () => hook.received.filter(({ event }) => event.type === "invoice.finalized");
		await until(() => finalized().length === 7);
		await simulator.settled();
		const ids = hook.received.map(({ event }) => event.id);
		expect(new Set(ids).size).toBe(ids.length);
		const { body } = await control(simulator, ["GET", "deliveries?state=pending"]);
		expect(body).toEqual({ data: [] });
	});
});

describe("the event log", () => {
	it("keeps thirty days, deliveries included", async () => {
		const started = await startTest({ settings: { eventRetentionDays: 30 } });
		const { simulator, stripe, pass } = started;
		const hook = await openHook(stripe);
		const endpoint = await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: ["*"] });
		hook.answer.secret = endpoint.secret ?? "";
		await stripe.customers.create({ name: "old" });
		await simulator.settled();
		pass(29 * day);
		const [old] = (await stripe.events.list()).data;
		expect(old?.type).toBe("customer.created");
		await stripe.products.create({ name: "young" });
		await simulator.settled();
		pass(3 * day);
		expect(typesOf((await stripe.events.list()).data)).toEqual(["product.created"]);
		await expect(stripe.events.retrieve(old?.id ?? "")).rejects.toMatchObject({ statusCode: 404 });
		const { body } = await control(simulator, ["GET", "deliveries"]);
		expect(body).toMatchObject({ data: [{ state: "delivered" }] });
	});
});

describe("settings", () => {
	it("are read, changed while it runs, and put back by a reset", async () => {
		const started = await startTest();
		const { simulator } = started;
		const changed = await control(simulator, ["POST", "settings"], {
			body: { draftSeconds: 60, retrySchedule: [10, 20], afterRetries: "unpaid" },
		});
		expect(changed.body).toMatchObject({ draftSeconds: 60, afterRetries: "unpaid" });
		await control(simulator, ["POST", "reset"]);
		const back = await control(simulator, ["GET", "settings"]);
		expect(back.body).toMatchObject({ draftSeconds: 3600, afterRetries: "cancel" });
	});

	it("refuse names and values they do not have", async () => {
		const { simulator } = await startTest();
		for (const body of [
			{ colour: "red" },
			{ draftSeconds: "60" },
			{ draftSeconds: -1 },
			{ afterRetries: "sulk" },
			{ retrySchedule: 5 },
			{ scrambleDelivery: 1 },
		]) {
			expect((await control(simulator, ["POST", "settings"], { body })).status).toBe(400);
		}
	});
});

describe("snapshots", () => {
	it.each(["in memory", "on disk"])("bring everything back, %s", async (where) => {
		const dataDir = mkdtempSync(join(tmpdir(), "simulator-"));
		onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
		const started = await startTest(where === "on disk" ? { dataDir } : {});
		const { simulator, stripe } = started;
		const bought = await buy(started, await openShop(started));
		await control(simulator, ["POST", "snapshot"], { body: { name: "fresh" } });
		started.pass(40 * day);
		await stripe.subscriptions.cancel(bought.id);
		const extra = await stripe.customers.create({ name: "extra" });
		const restored = await control(simulator, ["POST", "restore"], { body: { name: "fresh" } });
		expect(restored.body).toMatchObject({ name: "fresh", offset_seconds: 0 });
		expect(await stripe.subscriptions.retrieve(bought.id)).toMatchObject({
			status: "active",
			latest_invoice: bought.latest_invoice,
		});
		const again = await stripe.customers.create({ name: "extra" });
		expect(again.id).not.toBe(extra.id);
		started.pass(40 * day);
		const { data } = await stripe.invoices.list({ subscription: bought.id });
		expect(data).toHaveLength(2);
		expect((await control(simulator, ["GET", "snapshots"])).body).toEqual({ data: ["fresh"] });
	});

	it("are not found under another name, and have names that are safe as files", async () => {
		const { simulator } = await startTest();
		const status = async (path: string, name: string) =>
			(await control(simulator, ["POST", path], { body: { name } })).status;
		expect(await status("restore", "nothing")).toBe(404);
		expect(await status("snapshot", "../../etc/passwd")).toBe(400);
		expect(await status("snapshot", "")).toBe(400);
	});
});

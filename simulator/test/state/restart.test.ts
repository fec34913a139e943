// What outlives the process: objects, promised timers, answered keys, unsent events.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { control } from "../support/control.ts";
import { openHook } from "../support/hook.ts";
import { buy, openShop, trial, typesOf } from "../support/shop.ts";
import { day, startTest } from "../support/start.ts";

function aDirectory(): string {
	const directory = mkdtempSync(join(tmpdir(), "simulator-"));
	onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
	return directory;
}

it("goes on in the middle of a trial as if nothing had happened", async () => {
	const dataDir = aDirectory();
	const before = await startTest({ dataDir });
	const bought = await buy(before, await openShop(before), trial);
	before.pass(5 * day);
	const now = before.simulator.now();
	await before.close();
	const after = await startTest({ dataDir });
	expect(after.simulator.now()).toBeGreaterThanOrEqual(now);
	expect(await after.stripe.subscriptions.retrieve(bought.id)).toMatchObject({
		status: "trialing",
		trial_end: bought.trial_end,
	});
	await after.newEvents();
	after.pass(3 * day);
	expect(typesOf(await after.newEvents())).toContain("invoice.payment_succeeded");
	const fresh = await after.stripe.customers.create({});
	expect((await after.stripe.customers.list()).data.map(({ id }) => id)).toEqual([
		fresh.id,
		bought.customer,
	]);
});

it("answers a repeated key from before the restart without doing it again", async () => {
	const dataDir = aDirectory();
	const before = await startTest({ dataDir });
	const options = { idempotencyKey: "make-ada" };
	const made = await before.stripe.customers.create({ name: "Ada" }, options);
	await before.close();
	const after = await startTest({ dataDir });
	const again = await after.stripe.customers.create({ name: "Ada" }, options);
	expect(again.id).toBe(made.id);
	// The fetch client of the SDK hands its Headers through, whatever the type says.
	const headers = new Headers(again.lastResponse.headers);
	expect(headers.get("idempotent-replayed")).toBe("true");
	expect(headers.get("original-request")).toBe(made.lastResponse.requestId);
	expect((await after.stripe.customers.list()).data).toHaveLength(1);
});

it("delivers after the restart what nobody took before it", async () => {
	const dataDir = aDirectory();
	const before = await startTest({ dataDir });
	const hook = await openHook(before.stripe);
	const endpoint = await before.stripe.webhookEndpoints.create({
		url: hook.url,
		enabled_events: ["*"],
	});
	hook.answer.secret = endpoint.secret ?? "";
	hook.answer.status = 500;
	await before.stripe.customers.create({});
	await before.simulator.settled();
	await before.close();
	const missed = hook.received.length;
	hook.answer.status = 200;
	const after = await startTest({ dataDir });
	await after.simulator.settled();
	expect(hook.received.slice(missed).map(({ event }) => event.type)).toEqual(["customer.created"]);
});

it("leaves out a line that a killed process did not finish", async () => {
	const dataDir = aDirectory();
	const before = await startTest({ dataDir });
	const kept = await before.stripe.customers.create({ name: "Kept" });
	await before.close();
	const path = join(dataDir, "simulator", "journal.jsonl");
	appendFileSync(path, '[{"name":"customer","id":"cus_torn","rec');
	const after = await startTest({ dataDir });
	expect((await after.stripe.customers.list()).data.map(({ id }) => id)).toEqual([kept.id]);
	await after.stripe.customers.create({});
	for (const line of readFileSync(path, "utf8").trimEnd().split("\n")) JSON.parse(line);
});

it("refuses a directory in which another process lives", async () => {
	const dataDir = aDirectory();
	await startTest({ dataDir });
	const lock = join(dataDir, "simulator", "process.pid");
	writeFileSync(lock, String(process.ppid));
	await expect(startTest({ dataDir })).rejects.toThrow("Another simulator");
});

it("keeps faults with their counts, and settings changed while it ran", async () => {
	const dataDir = aDirectory();
	const before = await startTest({ dataDir, settings: { trialNoticeSeconds: 5 } });
	const fault = { kind: "error_before", path: "/v1/customers", count: 2 };
	await control(before.simulator, ["POST", "faults"], { body: fault });
	const body = { draftSeconds: 60, retrySchedule: [10], scrambleDelivery: true };
	await control(before.simulator, ["POST", "settings"], { body });
	await expect(before.stripe.customers.list()).rejects.toMatchObject({ statusCode: 500 });
	await before.close();

	const after = await startTest({ dataDir, settings: { trialNoticeSeconds: 7 } });
	const settings = await control(after.simulator, ["GET", "settings"]);
	expect(settings.body).toMatchObject({ ...body, trialNoticeSeconds: 7 });
	const faults = await control(after.simulator, ["GET", "faults"]);
	expect(faults.body).toMatchObject({ data: [{ id: "fault_1", matched: 1, struck: 1 }] });
	await expect(after.stripe.customers.list()).rejects.toMatchObject({ statusCode: 500 });
	expect((await after.stripe.customers.list()).data).toEqual([]);
	await control(after.simulator, ["POST", "reset"]);
	expect((await control(after.simulator, ["GET", "faults"])).body).toEqual({ data: [] });
	const back = await control(after.simulator, ["GET", "settings"]);
	expect(back.body).toMatchObject({ draftSeconds: 3600, scrambleDelivery: false });
});

it("brings back the faults and settings of the state it restores", async () => {
	const { simulator, stripe } = await startTest({ dataDir: aDirectory() });
	await control(simulator, ["POST", "settings"], { body: { draftSeconds: 60 } });
	await control(simulator, ["POST", "snapshot"], { body: { name: "calm" } });
	await control(simulator, ["POST", "settings"], { body: { draftSeconds: 90 } });
	const fault = { kind: "error_before", path: "/v1/customers" };
	await control(simulator, ["POST", "faults"], { body: fault });
	await control(simulator, ["POST", "restore"], { body: { name: "calm" } });
	expect((await stripe.customers.list()).data).toEqual([]);
	expect((await control(simulator, ["GET", "settings"])).body).toMatchObject({ draftSeconds: 60 });
});

// What watching costs: CPU for a delivery, without, with metrics, and with traces.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { openDatabase } from "../backend/src/database/connect.ts";
import { createInbox } from "../backend/src/database/inbox.ts";
import { receiveWebhook } from "../backend/src/operations/receive-webhook.ts";
import { createMetrics } from "../backend/src/telemetry/metrics.ts";
import { openTracing } from "../backend/src/telemetry/traces.ts";

// Stripe is a package of the backend's: this script borrows it to sign.
const { default: Stripe } = await import(
	createRequire(new URL("../backend/package.json", import.meta.url)).resolve("stripe")
);
const secret = "whsec_measuring_0123456789";
const deliveries = 1_000;
const together = 64;
const rounds = 12;

const collector = createServer((request, response) => {
	request.resume().on("end", () => response.end("{}"));
});
await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
const endpoint = new URL(`http://127.0.0.1:${(collector.address() as AddressInfo).port}`);

const database = await openDatabase({}, () => {});
const inbox = createInbox(database, { batchMax: 128, waitingMax: 4_000, waitingBytesMax: 1e8 });
const metrics = createMetrics({ mode: "test", engine: "pglite" });
const some = await openTracing({ endpoint, ratio: 0.01 });
const all = await openTracing({ endpoint, ratio: 1 });
const ways = {
	"not watched": {},
	metrics: { metrics },
	"metrics, 1 % traced": { metrics, trace: some.trace },
	"metrics, all traced": { metrics, trace: all.trace },
};

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = {
	now: () => new Date(),
	wallNow: () => new Date(),
	monotonicMs: () => performance.now(),
};

function signed(): { body: Buffer; signature: string } {
	const id = `evt_${randomUUID().replaceAll("-", "")}`;
	const object = {
		id: "in_1",
		object: "invoice",
		customer: `cus_${id.slice(4, 10)}`,
		description: "x".repeat(4_000),
	};
	const payload = JSON.stringify({
		id,
		object: "event",
		type: "invoice.paid",
		created: Math.floor(Date.now() / 1000),
		livemode: false,
		api_version: "2026-10-28.endive",
		data: { object },
	});
	return {
		body: Buffer.from(payload),
		signature: Stripe.webhooks.generateTestHeaderString({ payload, secret }),
	};
}

/** Microseconds of CPU for each delivery. */
async function measure(watched: object): Promise<number> {
	const waiting = Array.from({ length: deliveries }, signed);
	const deps = {
		inbox,
		clock,
		log,
		livemode: false,
		webhookSecrets: [secret],
		onWork: () => {},
		...watched,
	};
	const before = process.cpuUsage();
	const worker = async () => {
		for (let one = waiting.pop(); one; one = waiting.pop()) await receiveWebhook(deps, one);
	};
	await Promise.all(Array.from({ length: together }, worker));
	const { user, system } = process.cpuUsage(before);
	return (user + system) / deliveries;
}

// The lowest: whatever else ran on the machine can only have added.
const lowest = (numbers: number[]) => Math.min(...numbers);
const found = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
await measure({});
for (let round = 0; round < rounds; round++)
	for (const [name, watched] of Object.entries(ways)) found.get(name)?.push(await measure(watched));
const base = lowest(found.get("not watched") ?? []);
for (const [name, numbers] of found)
	console.log(
		`${name}: ${lowest(numbers).toFixed(0)} µs, ${(lowest(numbers) / base).toFixed(2)} times`,
	);
await some.close();
await all.close();
collector.close();
await database.close();

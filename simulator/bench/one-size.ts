// One row of the table: `node --expose-gc one-size.ts <subscriptions>`, in a process of its own.
import { Agent, request } from "node:http";
import { createRequestIds } from "../src/api/request-ids.ts";
import { createFaults } from "../src/faults/fault-rules.ts";
import { createRateLimits } from "../src/faults/rate-limits.ts";
import { createServer } from "../src/server.ts";
import type { World } from "../src/state/world.ts";
import { addSubscribers, countEvents, openWorld } from "./subscribers.ts";

const requests = 2000;
const atOnce = 16;
const megabyte = 1024 * 1024;
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

const size = Number(process.argv[2]);
const world = openWorld();
const emptyBytes = usedBytes();
const events = countEvents(world);
const startedMs = performance.now();
const ids = addSubscribers(world, size);
const seconds = (performance.now() - startedMs) / 1000;
const bytes = usedBytes();
const row = {
	subscriptions: size,
	"created/s": Math.round(size / seconds),
	"events/s": Math.round(events.count / seconds),
	"heap MB": Math.round(bytes / megabyte),
	"resident MB": Math.round(process.memoryUsage().rss / megabyte),
	"bytes each": Math.round((bytes - emptyBytes) / size),
	...(await measureRequests(world, ids)),
};
console.log(JSON.stringify(row));
process.exit(0);

/** What is live, and what buffers outside the heap hold. */
function usedBytes(): number {
	globalThis.gc?.();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** Answered requests per second, over HTTP from this same process. */
async function measureRequests(world: World, ids: readonly string[]) {
	const clock = () => new Date();
	const server = createServer({
		world,
		clock,
		requestIds: createRequestIds("bench", "0"),
		log: console.error,
		faults: createFaults("bench"),
		limits: createRateLimits(() => world.settings, clock),
		controlToken: undefined,
	});
	const url = await server.listen({ host: "127.0.0.1", port: 0 });
	const someId = (index: number) => ids[(index * 7919) % ids.length];
	const perSecond = {
		"retrieve/s": await rate((index) => ask(`${url}/v1/subscriptions/${someId(index)}`)),
		"list/s": await rate(() => ask(`${url}/v1/subscriptions?limit=10`)),
		"create/s": await rate((index) => ask(`${url}/v1/customers`, `name=number+${index}`)),
	};
	return perSecond;
}

async function rate(one: (index: number) => Promise<void>): Promise<number> {
	let next = 0;
	const startedMs = performance.now();
	const worker = async () => {
		while (next < requests) {
			next += 1;
			await one(next);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return Math.round((requests * 1000) / (performance.now() - startedMs));
}

function ask(url: string, body?: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const headers = {
			authorization: "Bearer sk_test_bench",
			...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
		};
		const method = body === undefined ? "GET" : "POST";
		const sent = request(url, { agent, method, headers }, (response) => {
			response.resume();
			response.once("end", () => {
				if (response.statusCode === 200) resolve();
				else reject(new Error(`${url}: ${response.statusCode}`));
			});
		});
		sent.once("error", reject);
		sent.end(body);
	});
}

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { stripeEvents } from "../../src/database/billing-tables.ts";
import { type DatabaseLocation, openDatabase } from "../../src/database/connect.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { deliver } from "../support/deliver.ts";
import { freePort } from "../support/processes.ts";
import { simulatorKey, startTestSimulator } from "../support/start.ts";
import { aStripeEvent, aStripeSubscription } from "../support/stripe-objects.ts";
import { secret } from "../support/subscribe.ts";

const main = join(import.meta.dirname, "../../src/main.ts");

test.each(engines)(
	"a process asked to stop under load ends well, and keeps what it took, on %s",
	async (engine) => {
		const directory = mkdtempSync(join(tmpdir(), "tollgate-stop-"));
		const simulator = await startTestSimulator();
		const location = await newDatabase(engine);
		const port = await freePort();
		const url = `http://127.0.0.1:${port}`;
		const child = spawn(process.execPath, [main], {
			env: {
				PATH: process.env.PATH,
				BACKEND_PORT: String(port),
				DATA_DIR: directory,
				STRIPE_SECRET_KEY: simulatorKey,
				STRIPE_API_BASE: simulator.url,
				STRIPE_WEBHOOK_SECRET: secret,
				AUTH_SECRET: "a-secret-for-tests-0123456789abcdef",
				LOG_LEVEL: "silent",
				...("url" in location && { DATABASE_URL: location.url }),
			},
			stdio: "ignore",
		});
		const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
		try {
			while ((await fetch(`${url}/readyz`).catch(() => null))?.status !== 200) await sleep(50);
			const taken: string[] = [];
			let stopping = false;
			const sender = async (at: number) => {
				while (!stopping || taken.length < 20) {
					const object = aStripeSubscription({ id: `sub_${at}`, customer: `cus_${at}` });
					const event = aStripeEvent("customer.subscription.updated", object);
					const answer = await deliver({ url }, event, { secret }).catch(() => null);
					if (answer?.status === 200) taken.push(String(event.id));
					if (answer === null) return;
				}
			};
			const senders = Array.from({ length: 8 }, (_, at) => sender(at));
			while (taken.length < 50) await sleep(5);
			const asked = performance.now();
			child.kill("SIGTERM");
			expect(await ended).toBe(0);
			expect(performance.now() - asked).toBeLessThan(10_500);
			stopping = true;
			await Promise.all(senders);
			const kept: DatabaseLocation =
				engine === "postgres" ? location : { directory: join(directory, "database") };
			const database = await openDatabase(kept, () => {});
			const rows = await database.queries.select().from(stripeEvents);
			await database.close();
			const stored = new Set(rows.map((row) => row.eventId));
			expect(taken.filter((id) => !stored.has(id))).toEqual([]);
		} finally {
			child.kill("SIGKILL");
			await simulator.close();
			rmSync(directory, { recursive: true, force: true });
		}
	},
	90_000,
);

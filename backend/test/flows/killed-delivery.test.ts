import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { recordEffects } from "../../src/database/outbox.ts";
import { outbox } from "../../src/database/work-tables.ts";
import type { Effect } from "../../src/domain/effects.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { aUser } from "../support/people.ts";
import { freePort, type Running, startProcess } from "../support/processes.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { type SmtpHouse, startSmtp } from "../support/smtp.ts";
import { type Simulator, simulatorKey, startTestSimulator } from "../support/start.ts";

const secret = `whsec_${Buffer.from("a secret of thirty-two bytes !!!").toString("base64")}`;

// Two processes look into one database here, which the embedded one does not allow.
describe.runIf(engines.includes("postgres"))("a process killed while it delivers", () => {
	let database: Database;
	let databaseUrl: string;
	let simulator: Simulator;
	let smtp: SmtpHouse;
	let receiver: Receiver;
	let backend: Running | undefined;

	beforeAll(async () => {
		const location = await newDatabase("postgres");
		databaseUrl = location.url ?? "";
		database = await openDatabase(location, () => {});
		simulator = await startTestSimulator();
		smtp = await startSmtp();
		receiver = await startReceiver();
	});
	afterAll(async () => {
		await backend?.kill();
		await smtp.close();
		await receiver.close();
		await simulator.close();
		await database.close();
	});

	async function start(): Promise<Running> {
		const port = String(await freePort());
		const env = {
			BACKEND_PORT: port,
			DATABASE_URL: databaseUrl,
			STRIPE_SECRET_KEY: simulatorKey,
			STRIPE_API_BASE: simulator.url,
			STRIPE_WEBHOOK_SECRET: "whsec_sim_of_no_endpoint_000",
			AUTH_SECRET: "a-secret-for-tests-0123456789abcdef",
			SMTP_URL: smtp.url.href,
			MAIL_FROM: "billing@example.com",
			OUTGOING_WEBHOOK_URL: receiver.url.href,
			OUTGOING_WEBHOOK_SECRET: secret,
			LOG_LEVEL: "silent",
		};
		return startProcess("backend/src/main.ts", env, `http://127.0.0.1:${port}/readyz`);
	}

	async function rowOf(key: string) {
		const [row] = await database.queries.select().from(outbox).where(eq(outbox.effectKey, key));
		return row;
	}

	/** Stores an effect, has the process killed by `whenSent`, and starts its successor. */
	async function throughDeath(effect: Effect, whenSent: (act: () => Promise<void>) => void) {
		let dead = false;
		backend = await start();
		whenSent(async () => {
			if (!dead) await backend?.kill();
			dead = true;
		});
		await recordEffects(database.queries, [effect]);
		while (!dead) await sleep(10);
		expect(await rowOf(effect.key)).toMatchObject({ status: "pending", attempts: 1 });
		// The lease is what a successor waits for; a test does not wait for time.
		await database.queries.update(outbox).set({ lockedUntil: sql`now() - interval '1 second'` });
		backend = await start();
		while ((await rowOf(effect.key))?.status !== "done") await sleep(10);
		expect(await rowOf(effect.key)).toMatchObject({ attempts: 2, lastError: null });
		await backend.kill();
	}

	const effectOf = async (kind: Effect["kind"], name: string): Promise<Effect> => {
		const user = await aUser(database.queries);
		const data = { amount: 7900, currency: "usd", number: "A-1", url: null };
		return { key: `${kind}:${name}:1`, kind, name, userId: user.id, data };
	};

	test("sends the mail once more, as the same message", async () => {
		await throughDeath(await effectOf("mail", "receipt"), (act) => {
			smtp.onLetter = act;
		});
		const ids = smtp.letters.map((letter) => letter.header("Message-ID"));
		expect(ids).toHaveLength(2);
		expect(new Set(ids).size).toBe(1);
	}, 60_000);

	test("sends the webhook once more, under the same id", async () => {
		await throughDeath(await effectOf("webhook", "billing.state_changed"), (act) => {
			receiver.onReceived = act;
		});
		const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
		expect(ids).toEqual(["webhook:billing.state_changed:1", "webhook:billing.state_changed:1"]);
		for (const { body, headers } of receiver.received)
			expect(new Webhook(secret).verify(body, headers)).toMatchObject({
				type: "billing.state_changed",
			});
	}, 60_000);
});

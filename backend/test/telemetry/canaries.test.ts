import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLogger } from "../../src/logger.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { deliver } from "../support/deliver.ts";
import { untilEffectsEnded } from "../support/effects-ended.ts";
import {
	type Backend,
	call,
	type Person,
	type Simulator,
	startBackend,
	startTestSimulator,
	stripeOf,
} from "../support/start.ts";
import { type StripeLine, startStripeLine } from "../support/stripe-line.ts";
import { type Life, lifeOf, secret, subscribe, untilStatus } from "../support/subscribe.ts";

/** Whatever must never be seen again once it came in. */
const canaries = {
	card: "4000056655665556",
	key: "sk_live_CANARYkey0123456789",
	email: "canary-person@canary.example",
	name: "Canary Person",
	address: "17 Canary Row",
	message: "CANARY-stripe-message",
	signature: "CANARY-signature",
};

const planted = {
	customer_email: canaries.email,
	customer_name: canaries.name,
	description: `card ${canaries.card}`,
	metadata: { address: canaries.address, key: canaries.key },
};

const stripeError = JSON.stringify({
	error: {
		type: "api_error",
		message: `${canaries.message} ${canaries.email}`,
		param: canaries.card,
		doc_url: `https://example.test/${canaries.key}`,
	},
});

describe.each(engines)("a subscription from its start to its end, on %s,", (engine) => {
	const lines: string[] = [];
	const answers: string[] = [];
	let simulator: Simulator;
	let line: StripeLine;
	let house: Backend & { simulator: Simulator };
	let life: Life;
	let poison: { id: string };

	beforeAll(async () => {
		simulator = await startTestSimulator();
		line = await startStripeLine(simulator.url);
		const logger = createLogger("trace", { destination: { write: (text) => lines.push(text) } });
		const through = { ...simulator, url: line.url };
		const location = await newDatabase(engine);
		house = {
			simulator,
			...(await startBackend({
				simulator: through,
				location,
				webhookSecrets: [secret],
				watched: { logger },
			})),
		};
		life = await subscribe(house);
		await live();
		await fail();
		await end();
		await untilEffectsEnded(house);
	});
	afterAll(async () => {
		await house.close();
		await line.close();
		await simulator.close();
	});

	async function post(event: object, header?: string): Promise<void> {
		const answer = await deliver(house, event, { secret, ...(header !== undefined && { header }) });
		answers.push(await answer.text(), JSON.stringify([...answer.headers]));
	}

	// Signed events whose objects carry what no line may repeat.
	async function live(): Promise<void> {
		for (const name of ["customer.subscription.created", "invoice.paid"]) {
			const event = life.events[name]!;
			await post({ ...event, data: { object: { ...event.data.object, ...planted } } });
		}
		await untilStatus(house, "applied", life.events["customer.subscription.created"]!);
		await untilStatus(house, "applied", life.events["invoice.paid"]!);
	}

	async function fail(): Promise<void> {
		await post({ ...planted }, `t=1,v1=${canaries.signature}`);
		await post(planted);
		line.state = { status: 500, body: stripeError };
		answers.push(await ask("/stripe/create-portal-session", life.user, {}));
		answers.push(
			await ask("/stripe/create-checkout-session", life.user, { tier_name: planted.customer_name }),
		);
		line.state = { status: 402, body: stripeError };
		answers.push(await ask("/stripe/create-portal-session", life.user, {}));
		line.state = "through";
		const created = life.events["customer.subscription.created"]!;
		const { id, customer } = created.data.object;
		poison = { id: "evt_canary_poison" };
		const object = { id, customer, object: "subscription", ...planted };
		await post({ ...created, ...poison, data: { object } });
		await untilStatus(house, "dead", poison);
		// A statement that fails has its values in its message.
		const { database, log } = house.app.deps;
		await database.queries
			.execute(sql`select ${canaries.email}::int, ${canaries.card}::bigint / 0`)
			.catch((error: unknown) => log.error({ err: error }, "a query failed"));
		const headers = { authorization: `Bearer ${canaries.key}`, cookie: canaries.name };
		const refused = await fetch(`${house.url}/api/v1/billing/me?email=${canaries.email}`, {
			headers,
		});
		answers.push(await refused.text());
	}

	async function ask(path: string, user: Person, body: object): Promise<string> {
		return JSON.stringify(await call(house, path, { token: user.token, body }));
	}

	async function end(): Promise<void> {
		await stripeOf(simulator).subscriptions.cancel(life.subscriptionId);
		life = await lifeOf(house, life.user, life.customerId);
		const deleted = life.events["customer.subscription.deleted"]!;
		await post({ ...deleted, data: { object: { ...deleted.data.object, ...planted } } });
		await untilStatus(house, "applied", deleted);
		answers.push(JSON.stringify(await call(house, "/billing/tiers", { token: life.user.token })));
		answers.push(await (await fetch(`${house.url}/metrics`)).text());
	}

	const records = () => lines.map((text) => JSON.parse(text) as Record<string, unknown>);
	const about = (message: string) => records().filter((record) => record.msg === message);

	test("leaves no secret, no address and no card in any line", () => {
		const all = lines.join("\n");
		for (const [what, canary] of Object.entries(canaries)) expect(all, what).not.toContain(canary);
		expect(all).not.toMatch(/@|whsec_|sk_test|Bearer|eyJ/);
		expect(all).not.toContain(life.user.email);
		expect(all).not.toContain(life.user.token);
	});

	test("repeats none of it in any answer", () => {
		const all = answers.join("\n");
		expect(answers.length).toBeGreaterThan(10);
		for (const [what, canary] of Object.entries(canaries)) expect(all, what).not.toContain(canary);
		expect(all).not.toMatch(/whsec_|sk_test/);
	});

	test("leaves one line for each event applied, with ids alone", () => {
		const applied = about("event applied").map((record) => record.event_id);
		const sent = ["customer.subscription.created", "invoice.paid", "customer.subscription.deleted"];
		for (const name of sent)
			expect(
				applied.filter((id) => id === life.events[name]!.id),
				name,
			).toHaveLength(1);
		const [first] = about("event applied");
		expect(first).toMatchObject({
			customer_id: life.customerId,
			user_id: life.user.id,
			lane: life.customerId,
			outcome: "folded",
			ms: expect.any(Number),
		});
	});

	test("leaves a line for each refusal and for each try of a poisonous event", () => {
		expect(about("webhook refused").map((record) => record.code)).toEqual([
			"signature_invalid",
			"event_malformed",
		]);
		const tries = about("event failed").filter((record) => record.event_id === poison.id);
		expect(tries.map((record) => record.outcome)).toEqual([...Array(9).fill("failed"), "dead"]);
	});

	test("leaves a line for each effect", () => {
		const ended = [...about("an effect is delivered"), ...about("an effect is skipped")];
		expect(ended.length).toBeGreaterThan(0);
		for (const record of ended)
			expect(record).toMatchObject({ effect_key: expect.any(String), kind: expect.any(String) });
	});
});

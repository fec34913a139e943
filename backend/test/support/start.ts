// The real backend on the real simulator and a real database, all in this process.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import Stripe from "stripe";
import { startSimulator } from "../../../simulator/src/start.ts";
import { billing } from "../../billing.config.ts";
import { type App, createApp } from "../../src/app.ts";
import type { Config } from "../../src/config.ts";
import { lanes, stripeEvents } from "../../src/database/billing-tables.ts";
import type { DatabaseLocation } from "../../src/database/connect.ts";
import type { Catalog } from "../../src/domain/catalog.ts";
import { createLogger } from "../../src/logger.ts";
import type { Trace } from "../../src/operations/watch.ts";
import { followSimulator } from "../../src/simulated-clock.ts";
import { type Engine, newDatabase } from "./databases.ts";

export const simulatorKey = "sk_test_sim_tollgate";
export const baseUrl = "http://localhost:3000";

export type Simulator = Awaited<ReturnType<typeof startSimulator>>;

export function startTestSimulator(dataDir?: string): Promise<Simulator> {
	return startSimulator({
		port: 0,
		seed: randomUUID(),
		clock: () => new Date(),
		...(dataDir !== undefined && { dataDir }),
	});
}

/** The official SDK, as any Stripe project would point it at the simulator. */
export function stripeOf(simulator: { url: string }): Stripe {
	const { hostname, port } = new URL(simulator.url);
	return new Stripe(simulatorKey, { host: hostname, port, protocol: "http", telemetry: false });
}

export interface Backend {
	app: App;
	url: string;
	/** What the webhook endpoint signs with; [] until `listenToWebhooks`. */
	location: DatabaseLocation;
	close(): Promise<void>;
}

export interface BackendOptions {
	simulator: Simulator;
	location: DatabaseLocation;
	webhookSecrets: string[];
	auth?: Config["auth"];
	/** Where effects go; nowhere unless said. */
	outbound?: Pick<Config, "mail" | "outgoingWebhook">;
	telemetry?: NonNullable<Config["telemetry"]>;
	/** Who reads lines and spans; nobody unless said. */
	watched?: { logger?: Logger; trace?: Trace };
	catalog?: Catalog;
	/** What runs by the clock stands still unless this is true: a test starts each job itself. */
	runJobs?: boolean;
}

export async function startBackend(options: BackendOptions): Promise<Backend> {
	const { simulator, location, webhookSecrets } = options;
	const wallNow = () => new Date();
	const apiBase = new URL(simulator.url);
	const followed = await followSimulator(apiBase, wallNow);
	const app = await createApp({
		config: {
			stripe: { secretKey: simulatorKey, webhookSecrets, apiBase, livemode: false },
			baseUrl,
			backendUrl: "http://127.0.0.1:8000",
			host: "127.0.0.1",
			port: 0,
			database: location,
			auth: options.auth ?? { mode: "built-in", secret: "a-secret-for-tests-0123456789abcdef" },
			eventRetentionDays: 90,
			...options.outbound,
			...(options.telemetry && { telemetry: options.telemetry }),
			logLevel: "silent",
		},
		catalog: options.catalog ?? billing,
		clock: { now: followed.now, wallNow, monotonicMs: () => performance.now() },
		newId: randomUUID,
		logger: createLogger("silent"),
		...options.watched,
		runJobs: options.runJobs ?? false,
	});
	const url = await app.server.listen({ port: 0, host: "127.0.0.1" });
	const close = async () => {
		followed.stop();
		await app.close();
	};
	return { app, url, location, close };
}

export interface Tollgate extends Backend {
	simulator: Simulator;
	stripe: Stripe;
	/** All the events that arrived have been applied. */
	settled(): Promise<void>;
}

/** Everything at once. With `webhooks: false` nothing is ever delivered. */
export async function startTollgate(
	engine: Engine,
	options: { webhooks?: boolean } & Pick<BackendOptions, "catalog" | "outbound"> = {},
): Promise<Tollgate> {
	const simulator = await startTestSimulator();
	const stripe = stripeOf(simulator);
	const webhookSecrets = ["whsec_sim_of_no_endpoint_000"];
	const location = await newDatabase(engine);
	const { catalog = billing, outbound = {} } = options;
	const wiring = { simulator, location, webhookSecrets, catalog, outbound };
	const backend = await startBackend(wiring);
	if (options.webhooks !== false) webhookSecrets.push(await listenToWebhooks(stripe, backend.url));
	const close = async () => {
		await backend.close();
		await simulator.close();
	};
	return { ...backend, simulator, stripe, close, settled: () => settled(backend.app, simulator) };
}

async function listenToWebhooks(stripe: Stripe, url: string): Promise<string> {
	const endpoint = await stripe.webhookEndpoints.create({
		url: `${url}/api/v1/stripe/webhook`,
		enabled_events: ["*"],
		api_version: "2026-10-28.endive",
	});
	return endpoint.secret ?? "";
}

// Waits for facts, not for time: every event was offered, none is pending in the inbox.
async function settled(app: App, simulator: Simulator): Promise<void> {
	for (;;) {
		await simulator.settled();
		if (await isIdle(app)) return;
		await sleep(20);
	}
}

async function isIdle(app: App): Promise<boolean> {
	const { queries } = app.deps.database;
	const waiting = (await queries.select().from(stripeEvents)).filter((e) => e.status === "pending");
	const locked = (await queries.select().from(lanes)).filter((lane) => lane.runAt !== null);
	return waiting.length === 0 && locked.length === 0;
}

export interface Person {
	id: string;
	email: string;
	token: string;
}

/** Signs a new person up over HTTP, as the frontend does. */
export async function signUp(backend: { url: string }, name = "Ada"): Promise<Person> {
	const email = `${name.toLowerCase()}-${randomUUID()}@example.test`;
	const signedUp = await fetch(`${backend.url}/api/auth/sign-up/email`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ name, email, password: "correct horse battery" }),
	});
	if (signedUp.status !== 200) throw new Error(`sign-up: ${await signedUp.text()}`);
	const { user } = (await signedUp.json()) as { user: { id: string } };
	const session = signedUp.headers.get("set-auth-token") ?? "";
	const reply = await fetch(`${backend.url}/api/auth/token`, {
		headers: { authorization: `Bearer ${session}` },
	});
	const { token } = (await reply.json()) as { token: string };
	return { id: user.id, email, token };
}

export interface Answer<T = Record<string, unknown>> {
	status: number;
	headers: Headers;
	body: T;
}

/** One call of our API: GET without `body`, POST with. */
export async function call<T = Record<string, unknown>>(
	backend: { url: string },
	path: string,
	options: { token?: string; body?: unknown } = {},
): Promise<Answer<T>> {
	const post = options.body !== undefined;
	const response = await fetch(`${backend.url}/api/v1${path}`, {
		method: post ? "POST" : "GET",
		headers: {
			...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
			...(post && { "content-type": "application/json" }),
		},
		...(post && { body: JSON.stringify(options.body) }),
	});
	const { status, headers } = response;
	return { status, headers, body: (await response.json()) as T };
}

/** Pays an open Checkout session without a browser. */
export async function pay(
	simulator: { url: string },
	sessionId: string,
	paymentMethod = "pm_card_visa",
): Promise<Response> {
	return fetch(`${simulator.url}/v1/payment_pages/${sessionId}/confirm`, {
		method: "POST",
		headers: {
			authorization: `Bearer ${simulatorKey}`,
			"content-type": "application/x-www-form-urlencoded",
		},
		body: new URLSearchParams({ payment_method: paymentMethod }),
	});
}

// Brings up the real thing: PostgreSQL, the simulator, two backends, and the lines between them.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { handledEventTypes } from "../../src/domain/stripe-event.ts";
import { type RunningPostgres, startPostgres } from "../../test/support/postgres.ts";
import { freePort } from "../../test/support/processes.ts";
import type { Random } from "../world/random.ts";
import { type DatabaseLine, openDatabaseLine } from "./database-line.ts";
import { type KeptProcess, keepProcess } from "./kept-process.ts";
import { openStripeLine, type StripeLine } from "./stripe-line.ts";
import { openStripeSide, type StripeSide, secretKey } from "./stripe-side.ts";
import { watchTakeovers } from "./takeovers.ts";
import type { Tally } from "./tally.ts";
import { openWebhookLine, type WebhookLine } from "./webhook-line.ts";

export interface House {
	url: string;
	process: KeptProcess;
	databaseLine: DatabaseLine;
}

export interface Scene {
	postgres: RunningPostgres;
	houses: readonly House[];
	stripe: StripeSide;
	stripeLine: StripeLine;
	webhookLine: WebhookLine;
	webhookSecret: string;
	webhookEndpoint: string;
	prices: ReadonlyMap<string, string>;
	/** A connection of our own, past all lines. Rejects while PostgreSQL is away. */
	look<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

export interface SceneOptions {
	seed: string;
	directory: string;
	random: Random;
	tally: Tally;
	/** Share of 2xx answers that the simulator never hears. */
	lostAnswers: number;
}

const apiVersion = "2026-10-28.endive";

export async function setScene(options: SceneOptions): Promise<Scene> {
	const { directory, tally } = options;
	mkdirSync(directory, { recursive: true });
	const postgres = await startPostgres({ durable: true });
	const look = lookInto(postgres.url);
	const simulator = await startSimulator(options);
	const { stripe } = simulator;
	const stripeLine = await openStripeLine(stripe.url, tally);
	const ports = [await freePort(), await freePort()];
	const urls = ports.map((port) => ({ url: `http://127.0.0.1:${port}` }));
	const webhookLine = await openWebhookLine(urls, options.random.fork("deliveries"), options);
	const endpoint = await makeEndpoint(stripe, `${webhookLine.url}/api/v1/stripe/webhook`);
	const houses: House[] = [];
	for (const [at, port] of ports.entries()) {
		const parts = { postgres, stripeLine, secret: endpoint.secret, port };
		houses.push(await startHouse(options, at === 0 ? "a" : "b", parts));
		// The first one makes the tables and the catalogue.
		await houses.at(-1)?.process.ready();
	}
	await look(watchTakeovers);
	return {
		postgres,
		houses,
		stripe,
		stripeLine,
		webhookLine,
		webhookSecret: endpoint.secret,
		webhookEndpoint: endpoint.id,
		prices: await readPrices(stripe),
		look,
		close: async () => {
			for (const house of houses) await house.process.stop();
			await simulator.process.stop();
			for (const line of [stripeLine, webhookLine]) line.close();
			for (const { databaseLine } of houses) databaseLine.close();
			await postgres.stop();
		},
	};
}

async function startSimulator({ directory, seed }: SceneOptions) {
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const process = keepProcess({
		name: "simulator",
		file: "simulator/src/main.ts",
		env: () => ({ SIMULATOR_PORT: String(port), SIMULATOR_SEED: seed, DATA_DIR: directory }),
		readyUrl: `${url}/_simulator/health`,
		logFile: join(directory, "simulator.log"),
	});
	await process.ready();
	const stripe = openStripeSide(url);
	// So that all that was ever made can be counted at the end; the product looks back thirty days.
	await stripe.lever("POST", "/settings", { eventRetentionDays: 3_650 });
	return { process, stripe };
}

async function startHouse(
	options: SceneOptions,
	name: string,
	parts: { postgres: RunningPostgres; stripeLine: StripeLine; secret: string; port: number },
): Promise<House> {
	const databasePort = Number(new URL(parts.postgres.url).port);
	const databaseLine = await openDatabaseLine(databasePort, options.tally);
	const databaseUrl = new URL(parts.postgres.url);
	databaseUrl.port = String(databaseLine.port);
	const url = `http://127.0.0.1:${parts.port}`;
	const env = (generation: number) => {
		databaseUrl.searchParams.set("application_name", `${name}-${generation}`);
		return {
			BACKEND_PORT: String(parts.port),
			DATA_DIR: options.directory,
			DATABASE_URL: databaseUrl.href,
			STRIPE_SECRET_KEY: secretKey,
			STRIPE_API_BASE: parts.stripeLine.url,
			STRIPE_WEBHOOK_SECRET: parts.secret,
			AUTH_SECRET: "a-secret-for-chaos-0123456789abcdef",
			LOG_LEVEL: "info",
		};
	};
	const logFile = join(options.directory, `backend-${name}.log`);
	const spec = { name, file: "backend/src/main.ts", env, readyUrl: `${url}/readyz`, logFile };
	return { url, process: keepProcess(spec), databaseLine };
}

async function makeEndpoint(stripe: StripeSide, url: string) {
	const types = handledEventTypes.map((type, at) => [`enabled_events[${at}]`, type]);
	const form = { url, api_version: apiVersion, ...Object.fromEntries(types) };
	const path = "/v1/webhook_endpoints";
	const { body } = await stripe.ask<{ id: string; secret: string }>("POST", path, form);
	return body;
}

async function readPrices(stripe: StripeSide): Promise<Map<string, string>> {
	const prices = await stripe.list<{ id: string; lookup_key: string | null }>("/v1/prices");
	return new Map(prices.flatMap(({ id, lookup_key }) => (lookup_key ? [[lookup_key, id]] : [])));
}

function lookInto(url: string) {
	return async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
		const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
		client.on("error", () => {});
		await client.connect();
		try {
			return await work(client);
		} finally {
			await client.end();
		}
	};
}

// Wires the parts into one running backend.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import { openDatabase, pingDatabase } from "./database/connect.ts";
import type { Database } from "./database/database.ts";
import { createInbox } from "./database/inbox.ts";
import { createLaneLock } from "./database/lane-lock.ts";
import { listPricesOnSale } from "./database/prices.ts";
import type { Catalog } from "./domain/catalog.ts";
import type { Clock } from "./domain/clock.ts";
import { createAuthenticator } from "./http/authenticate.ts";
import { createBuiltInIssuer } from "./http/built-in-issuer.ts";
import type { Routes } from "./http/routes.ts";
import { createServer } from "./http/server.ts";
import { verifyBuiltIn, verifyOutside } from "./http/verify-token.ts";
import { startDelivery } from "./jobs/deliver-effects.ts";
import { type Drain, startDrain } from "./jobs/drain-events.ts";
import { effectJobs } from "./jobs/effect-jobs.ts";
import { gapFillingJobs } from "./jobs/gap-filling.ts";
import { startCatalogRefresh } from "./jobs/refresh-catalog.ts";
import { type RunningJobs, startJobs } from "./jobs/run-jobs.ts";
import type { Deps } from "./operations/deps.ts";
import { noTrace, type Trace } from "./operations/watch.ts";
import { createOutbound } from "./outbound/carriers.ts";
import { createStripeClient } from "./stripe/client.ts";
import { addGauges } from "./telemetry/gauges.ts";
import { type CountedMetrics, createMetrics } from "./telemetry/metrics.ts";
import { watchStripe } from "./telemetry/watch-stripe.ts";

/** What only the outermost place may make: time, randomness, and where lines go. */
export interface Surroundings {
	config: Config;
	catalog: Catalog;
	clock: Clock;
	newId: () => string;
	logger: Logger;
	/** Left out: nothing is traced. */
	trace?: Trace;
	/** False for tests that start each job themselves: nothing runs by the clock then. */
	runJobs?: boolean;
}

export interface App {
	server: Routes;
	deps: Deps;
	drain: Drain;
	/** By name, for whoever wants one to run now (`runJobNow`). */
	jobs: ReturnType<typeof gapFillingJobs> & ReturnType<typeof effectJobs>;
	/** Ends intake, finishes the work under way, and closes the database. */
	close(): Promise<void>;
}

// At Stripe's usual 6 kB an event, some seconds of a burst; what does not fit is sent again by Stripe.
const inboxLimits = { batchMax: 128, waitingMax: 4_000, waitingBytesMax: 32_000_000 };

/** Afterwards migrations are applied, the catalogue is loaded and the inbox is being emptied. */
export async function createApp(surroundings: Surroundings): Promise<App> {
	const { config, logger } = surroundings;
	const database = await openDatabase(config.database, (error) =>
		logger.warn({ err: error }, "an idle database connection was lost"),
	);
	try {
		return await createAppOn(database, surroundings);
	} catch (error) {
		await database.close();
		throw error;
	}
}

async function createAppOn(database: Database, surroundings: Surroundings): Promise<App> {
	const { config, catalog, clock, newId, logger } = surroundings;
	const holder = newId();
	let drain: Drain | undefined;
	const { trace = noTrace } = surroundings;
	const metrics = createMetrics({ mode: modeOf(config), engine: database.engine });
	const stripe = createStripeClient(config.stripe, clock, watchStripe({ metrics, trace, clock }));
	const deps: Deps = {
		database,
		inbox: createInbox(database, inboxLimits),
		laneLock: createLaneLock(database, holder),
		stripe,
		catalog,
		clock,
		log: logger,
		newId,
		baseUrl: config.baseUrl,
		livemode: config.stripe.livemode,
		webhookSecrets: config.stripe.webhookSecrets,
		// In the context of the start: what follows is no part of the request that woke it.
		onWork: AsyncLocalStorage.bind(() => drain?.wake()),
		metrics,
		trace,
	};
	const simulated = config.stripe.apiBase !== null;
	const { mail = { kind: "none" }, outgoingWebhook: webhook = null } = config;
	const senderName = catalog.businessName;
	const carriers = createOutbound({ mail, webhook, senderName }, clock);
	if (!carriers.mail) logger.warn("no mail is sent to anybody: set SMTP_URL and MAIL_FROM");
	const stopRefresh = await startCatalogRefresh(deps, { push: simulated });
	const server = await createServer({
		deps,
		...createIdentity(deps, config),
		readyChecks: {
			database: () => pingDatabase(database),
			catalog: () => requirePrices(database),
		},
		metricsPage: metricsPageOf(deps, metrics, config),
		mailDirectory: simulated ? carriers.directory : null,
		backendUrl: config.backendUrl,
		logger,
	});
	drain = startDrain({ ...deps, holder });
	const running = drain;
	const delivery = startDelivery({ ...deps, carriers });
	const jobs = { ...gapFillingJobs(deps, config), ...effectJobs(deps) };
	const { runJobs = true } = surroundings;
	const clockwork = runJobs ? await startJobs({ ...deps, holder }, Object.values(jobs)) : idle;
	const close = async () => {
		stopRefresh();
		await closeServer(server);
		await clockwork.stop();
		await running.stop();
		await delivery.stop();
		await database.close();
	};
	return { server, deps, drain: running, jobs, close };
}

// A connection that was busy when the server began to close, and is kept alive after its answer, would
// hold the process for as long as the other side likes.
async function closeServer(server: Routes): Promise<void> {
	const timer = setInterval(() => server.server.closeIdleConnections(), closeIdleMs);
	await server.close();
	clearInterval(timer);
}

const closeIdleMs = 50;

const idle: RunningJobs = { stop: async () => {} };

function createIdentity(deps: Deps, config: Config) {
	const { auth, backendUrl, baseUrl } = config;
	const wallNow = () => deps.clock.wallNow();
	if (auth.mode === "external")
		return { issuer: null, who: createAuthenticator(deps, verifyOutside(auth, wallNow)) };
	const { database, newId, log } = deps;
	const { secret } = auth;
	const issuer = createBuiltInIssuer({ database, secret, backendUrl, baseUrl, newId, log });
	return { issuer, who: createAuthenticator(deps, verifyBuiltIn(issuer, wallNow)) };
}

function modeOf({ stripe }: Config): "simulator" | "test" | "live" {
	if (stripe.apiBase) return "simulator";
	return stripe.livemode ? "live" : "test";
}

function metricsPageOf(deps: Deps, { registry }: CountedMetrics, config: Config) {
	const { database, clock, stripe } = deps;
	addGauges(registry, { database, clock, readBudget: () => stripe.reads.rate() });
	return {
		token: config.telemetry?.metricsToken ?? null,
		contentType: registry.contentType,
		render: () => registry.metrics(),
	};
}

async function requirePrices(database: Database): Promise<void> {
	const onSale = await listPricesOnSale(database.queries);
	if (onSale.length === 0) throw new Error("no price is on sale");
}

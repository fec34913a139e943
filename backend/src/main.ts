// Starts and stops the backend process.
import { randomUUID } from "node:crypto";
import closeWithGrace from "close-with-grace";
import { billing } from "../billing.config.ts";
import { createApp } from "./app.ts";
import { type Config, readConfig } from "./config.ts";
import { createLogger } from "./logger.ts";
import { traceIdOf } from "./operations/watch.ts";
import { followSimulator } from "./simulated-clock.ts";
import { openTracing } from "./telemetry/traces.ts";

const graceMs = 10_000;

const config = readOrExit();
const traces = config.telemetry?.traces ?? null;
const { trace, close: closeTraces } = await openTracing(traces);
const traceId = () => {
	const current = trace.current();
	return current === null ? null : traceIdOf(current);
};
const logger = createLogger(config.logLevel, { traceId });
const wallNow = () => new Date();
const { apiBase, controlToken } = config.stripe;
const simulated = apiBase
	? await followSimulator(apiBase, wallNow, controlToken).catch((error) => exitWith(error.message))
	: null;

try {
	const app = await createApp({
		config,
		catalog: billing,
		clock: {
			now: simulated ? simulated.now : wallNow,
			wallNow,
			monotonicMs: () => performance.now(),
		},
		newId: randomUUID,
		logger,
		trace,
	});
	closeWithGrace({ delay: graceMs, logger }, async () => {
		simulated?.stop();
		await app.close();
		await closeTraces();
	});
	await app.server.listen({ port: config.port, host: config.host });
	logger.info({ port: config.port, database: app.deps.database.engine }, "backend is listening");
} catch (error) {
	exitWith(startFailure(error));
}

function readOrExit(): Config {
	try {
		return readConfig();
	} catch (error) {
		return exitWith(error instanceof Error ? error.message : String(error));
	}
}

function startFailure(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if ("code" in error && error.code === "EADDRINUSE")
		return `Port ${config.port} is taken. Set BACKEND_PORT to another one.`;
	if ("code" in error && error.code === "ECONNREFUSED")
		return "PostgreSQL cannot be reached at DATABASE_URL.";
	return error.message;
}

function exitWith(message: string): never {
	console.error(message);
	process.exit(1);
}

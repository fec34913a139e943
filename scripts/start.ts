// `npm start`: brings up everything, says where it is, and takes everything down again.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { authSecret } from "./start/auth-secret.ts";
import { banner } from "./start/banner.ts";
import { buildFrontend, frontendIsBuilt } from "./start/frontend-build.ts";
import { claimDataDir, refuseSecondStart } from "./start/one-at-a-time.ts";
import { takenPorts } from "./start/ports.ts";
import { type Program, startProgram } from "./start/program.ts";
import {
	addressesOf,
	backendProgram,
	frontendProgram,
	simulatorProgram,
} from "./start/programs.ts";
import { portsOf, readStartSettings, root, type StartSettings } from "./start/settings.ts";
import { ProgramEnded, waitUntilReady } from "./start/wait-until-ready.ts";
import { ensureWebhookEndpoint } from "./start/webhook-endpoint.ts";

const stopWithinMs = 10_000;
const running: Program[] = [];
let release = () => {};
let stopping: Promise<void> | null = null;

// Ctrl-C in a terminal may reach this process twice, once through npm: the first one counts.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
	process.on(signal, () => void stopAll().then(() => process.exit(0)));
}

try {
	const settings = readSettings();
	await refuseSecondStart(settings);
	await refuseTakenPorts(settings);
	mkdirSync(join(settings.dataDir, "logs"), { recursive: true, mode: 0o700 });
	release = claimDataDir(settings);
	await bringUp(settings);
	console.log(banner(settings, performance.now() / 1000));
	await Promise.race(running.map(endsUnexpectedly));
} catch (error) {
	if (!stopping) await fail(error);
}

function readSettings(): StartSettings {
	const file = join(root, ".env");
	if (existsSync(file)) process.loadEnvFile(file);
	// Nobody else on this machine is to move the clock, or to take away what is there.
	const token = process.env.SIMULATOR_CONTROL_TOKEN || randomBytes(24).toString("base64url");
	const env = { ...process.env, SIMULATOR_CONTROL_TOKEN: token };
	return readStartSettings(env, process.argv.slice(2));
}

async function refuseTakenPorts(settings: StartSettings): Promise<void> {
	const taken = await takenPorts(portsOf(settings));
	if (taken.length > 0) throw new Error(taken.join("\n"));
}

async function bringUp(settings: StartSettings): Promise<void> {
	const addresses = addressesOf(settings);
	await Promise.all([backendUp(settings), settings.watch ? null : frontendBuilt(settings)]);
	const frontend = start(frontendProgram(settings));
	await waitUntilReady(frontend, `${addresses.frontend}/pricing`);
}

async function backendUp(settings: StartSettings): Promise<void> {
	const { backend: backendUrl, simulator: simulatorUrl } = addressesOf(settings);
	let webhookSecret: string | null = null;
	if (simulatorUrl) {
		await waitUntilReady(start(simulatorProgram(settings)), `${simulatorUrl}/_simulator/health`);
		const receiver = `${backendUrl}/api/v1/stripe/webhook`;
		webhookSecret = await ensureWebhookEndpoint(simulatorUrl, receiver, settings.dataDir);
	}
	const secret = authSecret(settings.dataDir);
	const backend = start(backendProgram(settings, secret, webhookSecret));
	await waitUntilReady(backend, `${backendUrl}/readyz`);
}

async function frontendBuilt(settings: StartSettings): Promise<void> {
	if (frontendIsBuilt()) return;
	console.log("Building the frontend: once, and after its sources change; 10 to 30 s.");
	const build = buildFrontend(join(settings.dataDir, "logs"), console.log);
	running.push(build.program);
	await build.built;
	running.splice(running.indexOf(build.program), 1);
}

function start(spec: Parameters<typeof startProgram>[0]): Program {
	// A start that was interrupted must not leave a program behind that nobody knows of.
	if (stopping) throw new Error("stopping");
	const program = startProgram(spec);
	running.push(program);
	return program;
}

async function endsUnexpectedly(program: Program): Promise<never> {
	throw new ProgramEnded(program, await program.ended);
}

async function fail(error: unknown): Promise<void> {
	if (error instanceof ProgramEnded) {
		const lines = error.program.unseenLines().map((line) => `  ${line}`);
		console.error([error.message, ...lines].join("\n"));
	} else {
		console.error(error instanceof Error ? error.message : error);
	}
	await stopAll();
	process.exit(1);
}

/** Ends every program, the last started first: a backend that closes may still need its Stripe. */
function stopAll(): Promise<void> {
	stopping ??= (async () => {
		const deadline = Date.now() + stopWithinMs;
		for (const program of running.toReversed()) await program.stop(deadline);
		release();
	})();
	return stopping;
}

// Describes the three programs: what each is started with, and what it may know.
import { join } from "node:path";
import { nextCommand } from "./frontend-build.ts";
import type { ProgramSpec } from "./program.ts";
import { root, type StartSettings } from "./settings.ts";
import { simulatorKeys } from "./webhook-endpoint.ts";

export interface Addresses {
	/** Loopback addresses, for programs; people use `settings.baseUrl`. */
	frontend: string;
	backend: string;
	/** Null with real Stripe. */
	simulator: string | null;
}

export function addressesOf(settings: StartSettings): Addresses {
	const at = (port: number) => `http://127.0.0.1:${port}`;
	return {
		frontend: at(settings.frontendPort),
		backend: at(settings.backendPort),
		simulator: settings.simulatorPort === null ? null : at(settings.simulatorPort),
	};
}

export function simulatorProgram(settings: StartSettings): ProgramSpec {
	return {
		...common(settings),
		name: "simulator",
		args: [...watching(settings), "simulator/src/main.ts"],
		env: {
			...withoutSecrets(process.env),
			SIMULATOR_PORT: String(settings.simulatorPort),
			...controlToken(settings),
			DATA_DIR: settings.dataDir,
		},
	};
}

/** `webhookSecret` is the simulated endpoint's; null with real Stripe, whose settings stand in the environment. */
export function backendProgram(
	settings: StartSettings,
	authSecret: string,
	webhookSecret: string | null,
): ProgramSpec {
	const { simulator } = addressesOf(settings);
	const simulated =
		simulator !== null && webhookSecret !== null
			? {
					STRIPE_SECRET_KEY: simulatorKeys.secret,
					STRIPE_PUBLISHABLE_KEY: simulatorKeys.publishable,
					STRIPE_WEBHOOK_SECRET: webhookSecret,
					STRIPE_API_BASE: simulator,
					...controlToken(settings),
				}
			: {};
	return {
		...common(settings),
		name: "backend",
		args: [...watching(settings), "backend/src/main.ts"],
		env: {
			...process.env,
			AUTH_SECRET: process.env.AUTH_SECRET || authSecret,
			BACKEND_PORT: String(settings.backendPort),
			BASE_URL: settings.baseUrl,
			DATA_DIR: settings.dataDir,
			...simulated,
		},
	};
}

export function frontendProgram(settings: StartSettings): ProgramSpec {
	const command = settings.watch ? "dev" : "start";
	const port = String(settings.frontendPort);
	return {
		...common(settings),
		name: "frontend",
		args: [nextCommand, command, "-H", "127.0.0.1", "-p", port],
		cwd: join(root, "frontend"),
		env: {
			...withoutSecrets(process.env),
			BACKEND_URL: addressesOf(settings).backend,
			BASE_URL: settings.baseUrl,
			NEXT_TELEMETRY_DISABLED: "1",
			NODE_ENV: settings.watch ? "development" : "production",
		},
	};
}

function common(settings: StartSettings): { logs: string; verbose: boolean } {
	return { logs: join(settings.dataDir, "logs"), verbose: settings.verbose };
}

// Both programs are handed the same one, made for this run unless the user has set one.
function controlToken({ controlToken: token }: StartSettings): Record<string, string> {
	return token === null ? {} : { SIMULATOR_CONTROL_TOKEN: token };
}

function watching(settings: StartSettings): string[] {
	return settings.watch ? ["--watch"] : [];
}

// A program that serves pages to strangers has no use for the keys to the money.
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const secret = /^(STRIPE_.*|DATABASE_URL|AUTH_.*SECRET|SIMULATOR_CONTROL_TOKEN)$/;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !secret.test(name)));
}

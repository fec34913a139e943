// Every setting, read once, checked together, and handed on as values.
import { z } from "zod";
import {
	isLoopback,
	type MailConfig,
	type OutgoingWebhookConfig,
	readMail,
	readOutgoingWebhook,
} from "./config-outbound.ts";
import { readTelemetry, type TelemetryConfig } from "./config-telemetry.ts";
import { fallbackOf } from "./settings.ts";

export { settings } from "./settings.ts";

export type AuthConfig =
	| { mode: "built-in"; secret: string }
	| {
			mode: "external";
			issuer: string;
			audience: string;
			keys: { jwksUrl: URL } | { sharedSecret: string };
	  };

export interface Config {
	stripe: {
		secretKey: string;
		webhookSecrets: readonly string[];
		apiBase: URL | null;
		/** What the simulator's control API asks for. */
		controlToken?: string | undefined;
		livemode: boolean;
	};
	/** An origin: no path, no slash at the end. */
	baseUrl: string;
	backendUrl: string;
	host: string;
	port: number;
	database: { url?: string | undefined; directory?: string | undefined };
	auth: AuthConfig;
	eventRetentionDays: number;
	/** Left out: no mail is sent. */
	mail?: MailConfig;
	/** Null or left out: nobody is told. */
	outgoingWebhook?: OutgoingWebhookConfig | null;
	/** Left out: no token, and no traces. */
	telemetry?: TelemetryConfig;
	logLevel: string;
}

/** Thrown with every problem at once, each naming its setting. */
export type Problems = string[];

/**
 * Reads the settings of `env` (the process's own by default). Throws an `Error` whose message lists
 * every problem, one a line; nothing is started on half a configuration.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
	const problems: Problems = [];
	const get = (name: string) => env[name]?.trim() || undefined;
	const word = (name: string) => get(name) ?? fallbackOf(name);
	const production = env.NODE_ENV === "production";
	const stripe = readStripe(get, problems);
	const simulated = stripe.secretKey.startsWith("sk_test_sim_");
	const config: Config = {
		stripe,
		baseUrl: readOrigin("BASE_URL", word("BASE_URL"), problems),
		backendUrl: readOrigin(
			"BACKEND_URL",
			get("BACKEND_URL") ?? `http://127.0.0.1:${word("BACKEND_PORT")}`,
			problems,
		),
		host: word("BACKEND_HOST"),
		port: readPort(word("BACKEND_PORT"), problems),
		database: { url: readDatabaseUrl(get, problems), directory: `${word("DATA_DIR")}/database` },
		auth: readAuth(get, word("AUTH_MODE"), problems),
		mail: readMail(get, { simulated, directory: `${word("DATA_DIR")}/mail` }, problems),
		outgoingWebhook: readOutgoingWebhook(get, problems),
		eventRetentionDays: readDays("EVENT_RETENTION_DAYS", word("EVENT_RETENTION_DAYS"), problems),
		telemetry: readTelemetry(get, word, problems),
		logLevel: readChoice("LOG_LEVEL", word("LOG_LEVEL"), problems, logLevels),
	};
	refuseDangers(config, { get, production }, problems);
	if (problems.length > 0)
		throw new Error(`The settings cannot be used:\n${problems.map((p) => `  - ${p}`).join("\n")}`);
	return config;
}

/**
 * The same for a command, which signs nobody in and takes no webhooks: it needs no secret for either.
 */
export function readCommandConfig(env: NodeJS.ProcessEnv = process.env): Config {
	const unused = {
		AUTH_SECRET: "-".repeat(secretMin),
		STRIPE_WEBHOOK_SECRET: "whsec_0000000000000000",
	};
	const given = Object.entries(env).filter(([, value]) => value?.trim());
	return readConfig({ ...unused, ...Object.fromEntries(given) });
}

type Get = (name: string) => string | undefined;

const logLevels = ["fatal", "error", "warn", "info", "debug", "silent"];
// A word that stands where a key begins, or signs that no key has. Random keys may hold any word inside.
const placeholder = /\.\.\.|…|[<>]|(^|[_\-\s])(your|xxxx|change|placeholder|replace|example)/i;
const secretMin = 32;
// Stripe can send an event again for thirty days; one that was forgotten would be applied anew.
const retentionDaysMin = 31;

function readStripe(get: Get, problems: Problems): Config["stripe"] {
	const secretKey = get("STRIPE_SECRET_KEY") ?? "sk_test_sim_tollgate";
	const livemode = /^(sk|rk)_live_/.test(secretKey);
	if (!/^(sk|rk)_(test|live)_\w{8,}$/.test(secretKey) || placeholder.test(secretKey))
		problems.push("STRIPE_SECRET_KEY is no Stripe secret key: it begins with sk_test_ or sk_live_");
	const publishable = get("STRIPE_PUBLISHABLE_KEY");
	if (publishable !== undefined && !publishable.startsWith(livemode ? "pk_live_" : "pk_test_"))
		problems.push(
			`STRIPE_PUBLISHABLE_KEY must begin with ${livemode ? "pk_live_" : "pk_test_"}, as the secret key's mode is`,
		);
	if (livemode && publishable === undefined)
		problems.push("STRIPE_PUBLISHABLE_KEY is missing: live keys come as a pair");
	const secrets = (get("STRIPE_WEBHOOK_SECRET") ?? "").split(",").map((s) => s.trim());
	for (const secret of secrets)
		if (!/^whsec_\w{16,}$/.test(secret) || placeholder.test(secret))
			problems.push(
				"STRIPE_WEBHOOK_SECRET must be the endpoint's whsec_… secret (several: comma-separated)",
			);
	const simulated = secretKey.startsWith("sk_test_sim_");
	const base = get("STRIPE_API_BASE") ?? (simulated ? "http://127.0.0.1:12111" : undefined);
	const apiBase = base === undefined ? null : readUrl("STRIPE_API_BASE", base, problems);
	return {
		secretKey,
		webhookSecrets: [...new Set(secrets)],
		apiBase,
		controlToken: get("SIMULATOR_CONTROL_TOKEN"),
		livemode,
	};
}

function readAuth(get: Get, mode: string, problems: Problems): AuthConfig {
	if (mode === "built-in") {
		const secret = get("AUTH_SECRET") ?? "";
		if (secret.length < secretMin || placeholder.test(secret))
			problems.push(
				`AUTH_SECRET must be at least ${secretMin} random characters: openssl rand -hex 32`,
			);
		return { mode, secret };
	}
	if (mode !== "external") problems.push("AUTH_MODE must be built-in or external");
	const issuer = get("AUTH_ISSUER") ?? "";
	const audience = get("AUTH_AUDIENCE") ?? "";
	if (issuer === "" || issuer === "tollgate")
		problems.push("AUTH_ISSUER must be the `iss` of the other issuer's tokens");
	if (audience === "")
		problems.push("AUTH_AUDIENCE must be the `aud` that the tokens have for this API");
	const jwksUrl = get("AUTH_JWKS_URL");
	const sharedSecret = get("AUTH_JWT_SECRET");
	if ((jwksUrl === undefined) === (sharedSecret === undefined))
		problems.push("Set one of AUTH_JWKS_URL and AUTH_JWT_SECRET: never both kinds of key at once");
	if (
		sharedSecret !== undefined &&
		(sharedSecret.length < secretMin || placeholder.test(sharedSecret))
	)
		problems.push(`AUTH_JWT_SECRET must be at least ${secretMin} random characters`);
	const url = jwksUrl === undefined ? null : readUrl("AUTH_JWKS_URL", jwksUrl, problems);
	if (url && url.protocol === "http:" && !isLoopback(url.hostname))
		problems.push("AUTH_JWKS_URL must be https, except on this machine");
	const keys = url ? { jwksUrl: url } : { sharedSecret: sharedSecret ?? "" };
	return { mode: "external", issuer, audience, keys };
}

// What is well-formed and still must not run.
function refuseDangers(
	config: Config,
	{ get, production }: { get: Get; production: boolean },
	problems: Problems,
): void {
	const { secretKey, apiBase, livemode } = config.stripe;
	const simulated = secretKey.startsWith("sk_test_sim_");
	if (apiBase && !simulated)
		problems.push(
			"STRIPE_API_BASE leads to a simulator: use it only with a simulator's key (sk_test_sim_…)",
		);
	if (apiBase && !isLoopback(apiBase.hostname))
		problems.push("STRIPE_API_BASE must be on this machine (127.0.0.1, localhost)");
	if (production && simulated)
		problems.push("NODE_ENV=production needs real Stripe keys: set STRIPE_SECRET_KEY");
	if (production && !simulated && !livemode && get("ALLOW_TEST_KEYS") !== "yes")
		problems.push(
			"STRIPE_SECRET_KEY is a test key with NODE_ENV=production: set ALLOW_TEST_KEYS=yes if that is meant",
		);
	if (!simulated && !config.database.url)
		problems.push("DATABASE_URL is missing: with real Stripe the data belongs in PostgreSQL");
	if (livemode && !config.baseUrl.startsWith("https://"))
		problems.push("BASE_URL must be https with live keys");
	if (livemode && config.stripe.webhookSecrets.some((secret) => secret.startsWith("whsec_sim_")))
		problems.push("STRIPE_WEBHOOK_SECRET is the simulator's: take the one of the live endpoint");
}

function readDatabaseUrl(get: Get, problems: Problems): string | undefined {
	const url = get("DATABASE_URL");
	if (url !== undefined && !/^postgres(ql)?:\/\//.test(url))
		problems.push("DATABASE_URL must begin with postgres://");
	return url;
}

function readOrigin(name: string, value: string, problems: Problems): string {
	const url = readUrl(name, value, problems);
	const bare =
		url.pathname === "/" &&
		url.search === "" &&
		url.hash === "" &&
		url.username + url.password === "";
	if (!bare)
		problems.push(`${name} must be an origin such as https://app.example.com, without a path`);
	if (url.protocol === "http:" && !isLoopback(url.hostname))
		problems.push(`${name} must be https, except on this machine`);
	return url.origin;
}

function readUrl(name: string, value: string, problems: Problems): URL {
	const parsed = z.url({ protocol: /^https?$/ }).safeParse(value);
	if (!parsed.success) problems.push(`${name} must be an http or https URL`);
	return new URL(parsed.success ? value : "http://localhost");
}

function readPort(value: string, problems: Problems): number {
	const port = Number(value);
	if (!Number.isInteger(port) || port < 0 || port > 65_535)
		problems.push("BACKEND_PORT must be a port number");
	return port;
}

function readDays(name: string, value: string, problems: Problems): number {
	const days = /^\d{1,5}$/.test(value) ? Number(value) : 0;
	if (days < retentionDaysMin)
		problems.push(`${name} must be a number of days, ${retentionDaysMin} at least`);
	return days;
}

function readChoice(name: string, value: string, problems: Problems, choices: string[]): string {
	if (!choices.includes(value)) problems.push(`${name} must be one of ${choices.join(", ")}`);
	return value;
}

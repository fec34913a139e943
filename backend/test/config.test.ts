import { describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";

type Env = Record<string, string | undefined>;

const hex = (seed: string) => seed.repeat(64).slice(0, 64);
const needed: Env = {
	AUTH_SECRET: hex("3f9a"),
	STRIPE_WEBHOOK_SECRET: "whsec_sim_0123456789abcdef",
};
const postgres = "postgres://app:pw-of-the-database@db.internal/app";
const live: Env = {
	...needed,
	NODE_ENV: "production",
	STRIPE_SECRET_KEY: `sk_live_${hex("51Qz")}`,
	STRIPE_PUBLISHABLE_KEY: `pk_live_${hex("51Qz")}`,
	STRIPE_WEBHOOK_SECRET: `whsec_${hex("7b").slice(0, 32)}`,
	DATABASE_URL: postgres,
	BASE_URL: "https://app.example.com",
	BACKEND_URL: "https://api.example.com",
};
const realTest: Env = {
	...needed,
	STRIPE_SECRET_KEY: `sk_test_${hex("51Qz")}`,
	STRIPE_WEBHOOK_SECRET: live.STRIPE_WEBHOOK_SECRET,
	DATABASE_URL: postgres,
};
const external: Env = {
	STRIPE_WEBHOOK_SECRET: needed.STRIPE_WEBHOOK_SECRET,
	AUTH_MODE: "external",
	AUTH_ISSUER: "https://id.example.com/",
	AUTH_AUDIENCE: "our-api",
	AUTH_JWKS_URL: "https://id.example.com/.well-known/jwks.json",
};

function problemsOf(env: Env): string {
	try {
		readConfig(env);
		return "";
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

/** Each row: what is set on top of a sound configuration, and the words of the refusal. */
const refusals: [string, Env, RegExp][] = [
	["no secret for the sessions", { ...needed, AUTH_SECRET: undefined }, /AUTH_SECRET must be/],
	["a short AUTH_SECRET", { ...needed, AUTH_SECRET: "a".repeat(31) }, /AUTH_SECRET must be/],
	["a placeholder as AUTH_SECRET", { ...needed, AUTH_SECRET: "changeme".repeat(5) }, /AUTH_SECRET/],
	["no webhook secret", { ...needed, STRIPE_WEBHOOK_SECRET: undefined }, /STRIPE_WEBHOOK_SECRET/],
	["a webhook secret of dots", { ...needed, STRIPE_WEBHOOK_SECRET: "whsec_..." }, /WEBHOOK_SECRET/],
	[
		"one bad webhook secret of two",
		{ ...needed, STRIPE_WEBHOOK_SECRET: `${needed.STRIPE_WEBHOOK_SECRET},whsec_short` },
		/STRIPE_WEBHOOK_SECRET must be/,
	],
	[
		"a comma at the end",
		{ ...needed, STRIPE_WEBHOOK_SECRET: "whsec_0123456789abcdef," },
		/WEBHOOK/,
	],
	[
		"a key that says to put yours",
		{ ...live, STRIPE_SECRET_KEY: "sk_live_your_key" },
		/SECRET_KEY/,
	],
	[
		"a publishable key as secret key",
		{ ...live, STRIPE_SECRET_KEY: `pk_live_${hex("5")}` },
		/SECR/,
	],
	[
		"a secret key of another kind",
		{ ...live, STRIPE_SECRET_KEY: "hunter2" },
		/STRIPE_SECRET_KEY is/,
	],
	[
		"live keys at the simulator's address",
		{ ...live, STRIPE_API_BASE: "http://127.0.0.1:12111" },
		/STRIPE_API_BASE leads to a simulator/,
	],
	[
		"real test keys at the simulator's address",
		{ ...realTest, STRIPE_API_BASE: "http://localhost:12111" },
		/STRIPE_API_BASE leads to a simulator/,
	],
	[
		"a simulator on another machine",
		{ ...needed, STRIPE_API_BASE: "http://10.0.0.7:12111" },
		/STRIPE_API_BASE must be on this machine/,
	],
	[
		"an API address that is none",
		{ ...needed, STRIPE_API_BASE: "ftp://127.0.0.1" },
		/STRIPE_API_BAS/,
	],
	[
		"live keys without https",
		{ ...live, BASE_URL: "http://localhost:3000" },
		/BASE_URL must be https/,
	],
	["live keys without a database", { ...live, DATABASE_URL: undefined }, /DATABASE_URL is missing/],
	["test keys without a database", { ...realTest, DATABASE_URL: " " }, /DATABASE_URL is missing/],
	[
		"another kind of database",
		{ ...live, DATABASE_URL: "mysql://db/app" },
		/must begin with postgres/,
	],
	[
		"the simulator's webhook secret with live keys",
		{ ...live, STRIPE_WEBHOOK_SECRET: "whsec_sim_0123456789abcdef" },
		/STRIPE_WEBHOOK_SECRET is the simulator's/,
	],
	["the simulator in production", { ...needed, NODE_ENV: "production" }, /needs real Stripe keys/],
	[
		"test keys in production",
		{ ...realTest, NODE_ENV: "production" },
		/STRIPE_SECRET_KEY is a test key/,
	],
	[
		"a test publishable key beside a live secret one",
		{ ...live, STRIPE_PUBLISHABLE_KEY: "pk_test_51QzAbCdEf" },
		/STRIPE_PUBLISHABLE_KEY must begin with pk_live_/,
	],
	[
		"a live publishable key beside a test secret one",
		{ ...realTest, STRIPE_PUBLISHABLE_KEY: "pk_live_51QzAbCdEf" },
		/STRIPE_PUBLISHABLE_KEY must begin with pk_test_/,
	],
	[
		"half a pair of live keys",
		{ ...live, STRIPE_PUBLISHABLE_KEY: undefined },
		/PUBLISHABLE_KEY is mi/,
	],
	[
		"a path in BASE_URL",
		{ ...needed, BASE_URL: "http://localhost:3000/app" },
		/BASE_URL must be an or/,
	],
	[
		"a query in BASE_URL",
		{ ...needed, BASE_URL: "http://localhost:3000?a=1" },
		/BASE_URL must be an/,
	],
	[
		"a user in BASE_URL",
		{ ...needed, BASE_URL: "https://me@evil.example" },
		/BASE_URL must be an ori/,
	],
	[
		"plain http to elsewhere",
		{ ...needed, BASE_URL: "http://app.example.com" },
		/BASE_URL must be htt/,
	],
	[
		"a script as BASE_URL",
		{ ...needed, BASE_URL: "javascript:alert(1)" },
		/BASE_URL must be an http/,
	],
	[
		"a path in BACKEND_URL",
		{ ...needed, BACKEND_URL: "http://127.0.0.1:8000/api" },
		/BACKEND_URL must/,
	],
	[
		"a port that is a word",
		{ ...needed, BACKEND_PORT: "http" },
		/BACKEND_PORT must be a port number/,
	],
	[
		"a port above the last",
		{ ...needed, BACKEND_PORT: "65536" },
		/BACKEND_PORT must be a port number/,
	],
	[
		"a port with a fraction",
		{ ...needed, BACKEND_PORT: "80.5" },
		/BACKEND_PORT must be a port number/,
	],
	["a log level nobody knows", { ...needed, LOG_LEVEL: "loud" }, /LOG_LEVEL must be one of/],
	["an auth mode nobody knows", { ...needed, AUTH_MODE: "magic" }, /AUTH_MODE must be built-in or/],
	[
		"both kinds of token keys",
		{ ...external, AUTH_JWT_SECRET: hex("9c") },
		/Set one of AUTH_JWKS_URL/,
	],
	[
		"no kind of token key",
		{ ...external, AUTH_JWKS_URL: undefined },
		/Set one of AUTH_JWKS_URL and/,
	],
	[
		"another issuer without a name",
		{ ...external, AUTH_ISSUER: undefined },
		/AUTH_ISSUER must be the/,
	],
	[
		"another issuer under our name",
		{ ...external, AUTH_ISSUER: "tollgate" },
		/AUTH_ISSUER must be the/,
	],
	[
		"tokens meant for anybody",
		{ ...external, AUTH_AUDIENCE: undefined },
		/AUTH_AUDIENCE must be the/,
	],
	[
		"a key address that is none",
		{ ...external, AUTH_JWKS_URL: "id.example.com" },
		/AUTH_JWKS_URL must/,
	],
	[
		"a short shared secret",
		{ ...external, AUTH_JWKS_URL: undefined, AUTH_JWT_SECRET: "k".repeat(31) },
		/AUTH_JWT_SECRET must be at least 32/,
	],
];

describe("refuses to start on", () => {
	test.each(refusals)("%s", (_what, env, words) => {
		expect(problemsOf(env)).toMatch(words);
	});

	test("every problem at once, each on a line of its own that names the setting", () => {
		const message = problemsOf({
			NODE_ENV: "production",
			STRIPE_SECRET_KEY: `sk_live_${hex("51Qz")}`,
			STRIPE_API_BASE: "http://127.0.0.1:12111",
			BASE_URL: "http://localhost:3000",
			BACKEND_PORT: "x",
			LOG_LEVEL: "x",
		});
		const lines = message.split("\n  - ").slice(1);
		const named = [
			"STRIPE_PUBLISHABLE_KEY",
			"STRIPE_WEBHOOK_SECRET",
			"STRIPE_API_BASE",
			"BASE_URL",
			"BACKEND_PORT",
			"LOG_LEVEL",
			"AUTH_SECRET",
			"DATABASE_URL",
		];
		for (const name of named) expect(lines.filter((line) => line.startsWith(name))).not.toEqual([]);
	});

	test("a secret without ever repeating it", () => {
		const secrets = {
			STRIPE_SECRET_KEY: "sk_live_canary-key",
			STRIPE_PUBLISHABLE_KEY: "pk_test_canary",
			STRIPE_WEBHOOK_SECRET: "whsec_canary",
			AUTH_SECRET: "canary-auth",
			DATABASE_URL: "mysql://canary:canary@db/app",
		};
		expect(problemsOf(secrets)).toMatch(/STRIPE_SECRET_KEY/);
		expect(problemsOf(secrets)).not.toMatch(/canary/);
		const outside = { ...external, AUTH_JWT_SECRET: "canary", AUTH_JWKS_URL: undefined };
		expect(problemsOf(outside)).not.toMatch(/canary/);
	});
});

describe("with sound settings", () => {
	test("the two secrets alone mean the simulator and the embedded database", () => {
		expect(readConfig(needed)).toMatchObject({
			stripe: { secretKey: "sk_test_sim_tollgate", livemode: false },
			baseUrl: "http://localhost:3000",
			backendUrl: "http://127.0.0.1:8000",
			host: "127.0.0.1",
			port: 8000,
			database: { url: undefined, directory: ".data/database" },
			auth: { mode: "built-in" },
		});
		expect(readConfig(needed).stripe.apiBase?.href).toBe("http://127.0.0.1:12111/");
	});

	test("live keys lead to Stripe itself and to PostgreSQL", () => {
		expect(readConfig(live)).toMatchObject({
			stripe: { livemode: true, apiBase: null },
			database: { url: postgres },
			baseUrl: "https://app.example.com",
		});
	});

	test("test keys run in production only by consent", () => {
		const consent = { ...realTest, NODE_ENV: "production", ALLOW_TEST_KEYS: "yes" };
		expect(readConfig(consent).stripe).toMatchObject({ livemode: false, apiBase: null });
		expect(problemsOf({ ...consent, ALLOW_TEST_KEYS: "true" })).toMatch(/ALLOW_TEST_KEYS=yes/);
	});

	test("several webhook secrets are all taken, white space and repeats aside", () => {
		const [a, b] = ["whsec_0123456789abcdef", "whsec_fedcba9876543210"];
		const STRIPE_WEBHOOK_SECRET = ` ${a} , ${b},${a} `;
		expect(readConfig({ ...needed, STRIPE_WEBHOOK_SECRET }).stripe.webhookSecrets).toEqual([a, b]);
	});

	test("an outside issuer is known by its keys' address or by a shared secret", () => {
		expect(readConfig(external).auth).toEqual({
			mode: "external",
			issuer: external.AUTH_ISSUER,
			audience: "our-api",
			keys: { jwksUrl: new URL(external.AUTH_JWKS_URL ?? "") },
		});
		const shared = { ...external, AUTH_JWKS_URL: undefined, AUTH_JWT_SECRET: hex("9c") };
		expect(readConfig(shared).auth).toMatchObject({ keys: { sharedSecret: hex("9c") } });
	});

	test("the port leads into the backend's own address unless that is said", () => {
		expect(readConfig({ ...needed, BACKEND_PORT: "8123" })).toMatchObject({
			port: 8123,
			backendUrl: "http://127.0.0.1:8123",
		});
	});

	test("a slash at the end of an origin is no path", () => {
		const BASE_URL = "https://app.example.com/";
		expect(readConfig({ ...needed, BASE_URL }).baseUrl).toBe("https://app.example.com");
	});
});

import { expect, test } from "vitest";
import {
	type Env,
	external,
	hex,
	live,
	needed,
	problemsOf,
	realTest,
} from "./support/environments.ts";

/** Each row: what is set on top of a sound configuration, and the words of the refusal. */
const refusals: [string, Env, RegExp][] = [
	["no secret for the sessions", { ...needed, AUTH_SECRET: undefined }, /AUTH_SECRET must be/],
	["a short AUTH_SECRET", { ...needed, AUTH_SECRET: "a".repeat(31) }, /AUTH_SECRET must be/],
	["a placeholder as AUTH_SECRET", { ...needed, AUTH_SECRET: "changeme".repeat(5) }, /AUTH_SECRET/],
	[
		"events forgotten too soon",
		{ ...needed, EVENT_RETENTION_DAYS: "30" },
		/RETENTION_DAYS must be/,
	],
	["events kept for a word", { ...needed, EVENT_RETENTION_DAYS: "ever" }, /RETENTION_DAYS must be/],
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

test.each(refusals)("refuses to start on %s", (_what, env, words) => {
	expect(problemsOf(env)).toMatch(words);
});

import { describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import {
	external,
	hex,
	live,
	needed,
	postgres,
	problemsOf,
	realTest,
} from "./support/environments.ts";

describe("refuses to start on", () => {
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

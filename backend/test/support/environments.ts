// Sound settings of each kind, to be spoiled one at a time, and the refusal that follows.
import { readConfig } from "../../src/config.ts";

export type Env = Record<string, string | undefined>;

export const hex = (seed: string) => seed.repeat(64).slice(0, 64);
export const needed: Env = {
	AUTH_SECRET: hex("3f9a"),
	STRIPE_WEBHOOK_SECRET: "whsec_sim_0123456789abcdef",
};
export const postgres = "postgres://app:pw-of-the-database@db.internal/app";
export const live: Env = {
	...needed,
	NODE_ENV: "production",
	STRIPE_SECRET_KEY: `sk_live_${hex("51Qz")}`,
	STRIPE_PUBLISHABLE_KEY: `pk_live_${hex("51Qz")}`,
	STRIPE_WEBHOOK_SECRET: `whsec_${hex("7b").slice(0, 32)}`,
	DATABASE_URL: postgres,
	BASE_URL: "https://app.example.com",
	BACKEND_URL: "https://api.example.com",
};
export const realTest: Env = {
	...needed,
	STRIPE_SECRET_KEY: `sk_test_${hex("51Qz")}`,
	STRIPE_WEBHOOK_SECRET: live.STRIPE_WEBHOOK_SECRET,
	DATABASE_URL: postgres,
};
export const external: Env = {
	STRIPE_WEBHOOK_SECRET: needed.STRIPE_WEBHOOK_SECRET,
	AUTH_MODE: "external",
	AUTH_ISSUER: "https://id.example.com/",
	AUTH_AUDIENCE: "our-api",
	AUTH_JWKS_URL: "https://id.example.com/.well-known/jwks.json",
};

/** The message of the refusal; empty when the settings are accepted. */
export function problemsOf(env: Env): string {
	try {
		readConfig(env);
		return "";
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

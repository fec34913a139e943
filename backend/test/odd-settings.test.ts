import { expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import { external, live, needed } from "./support/environments.ts";

test("genuine random secrets are accepted", () => {
	readConfig({ ...live, STRIPE_SECRET_KEY: "sk_live_51QzXxXabcdefghijkl" });
	readConfig({ ...needed, AUTH_SECRET: "Ab3xXx9kLmNoPqRsTuVwXyZ0123456789" });
});

test("placeholder AUTH_JWT_SECRET is refused", () => {
	expect(() =>
		readConfig({ ...external, AUTH_JWKS_URL: undefined, AUTH_JWT_SECRET: "replace-me-".repeat(4) }),
	).toThrow();
});

test("plain http keys from elsewhere are refused", () => {
	expect(() => readConfig({ ...external, AUTH_JWKS_URL: "http://id.example.com/jwks" })).toThrow();
});

test("a password in an origin is refused", () => {
	expect(() => readConfig({ ...needed, BASE_URL: "https://:pw@app.example.com" })).toThrow();
});

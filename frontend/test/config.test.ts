// Which settings are accepted, and what is said of the others.
import { expect, it } from "vitest";
import { readConfig } from "../src/config.ts";

it("works with no settings at all", () => {
	expect(readConfig({})).toEqual({
		backendUrl: "http://127.0.0.1:8000",
		baseUrl: "http://localhost:3000",
		authMode: "built-in",
		isDevelopment: false,
	});
});

it("takes an empty value as none, and drops a trailing slash", () => {
	const config = readConfig({
		BASE_URL: "https://tollgate.example/",
		BACKEND_URL: "",
		AUTH_MODE: "",
	});
	expect(config).toMatchObject({ baseUrl: "https://tollgate.example", authMode: "built-in" });
});

it("lists every problem at once", () => {
	const env = { BASE_URL: "localhost:3000", BACKEND_URL: "ftp://x", AUTH_MODE: "none" };
	expect(() => readConfig(env)).toThrow(/BACKEND_URL.*BASE_URL.*AUTH_MODE/s);
});

it.each([
	"http://tollgate.example",
	"https://user:pass@tollgate.example",
	"https://tollgate.example/app",
	"https://tollgate.example/?a=1",
	"javascript:alert(1)",
	"//tollgate.example",
])("refuses %s as the public address", (value) => {
	expect(() => readConfig({ BASE_URL: value })).toThrow(/BASE_URL/);
});

it.each(["http://localhost:3000", "http://127.0.0.1:4000", "http://[::1]:3000"])(
	"accepts %s, which is this machine, without https",
	(value) => {
		expect(readConfig({ BASE_URL: value }).baseUrl).toBe(value);
	},
);

// Which writes count as coming from our own pages.
import { expect, it } from "vitest";
import { isSameOrigin } from "../../src/api-proxy/same-origin.ts";

const base = "https://tollgate.example";
const check = (headers: Record<string, string>) => isSameOrigin(new Headers(headers), base);

it.each([
	["the public address", { origin: base, host: "internal:3000" }],
	["the host it was sent to", { origin: "http://localhost:3000", host: "localhost:3000" }],
	["that host in capitals", { origin: "http://localhost:3000", host: "LOCALHOST:3000" }],
	["the browser's word, without an Origin", { "sec-fetch-site": "same-origin" }],
])("accepts %s", (_name, headers) => {
	expect(check(headers)).toBe(true);
});

it.each([
	["no proof at all", {}],
	["another site", { origin: "https://evil.example", host: "tollgate.example" }],
	[
		"another site that the browser calls same-origin",
		{ origin: "https://evil.example", host: "tollgate.example", "sec-fetch-site": "same-origin" },
	],
	["a sandboxed frame", { origin: "null", host: "tollgate.example" }],
	["a subdomain", { origin: "https://x.tollgate.example", host: "tollgate.example" }],
	["a longer name", { origin: "https://tollgate.example.evil.example", host: "tollgate.example" }],
	["another port", { origin: "http://localhost:4000", host: "localhost:3000" }],
	["the public address over http", { origin: "http://tollgate.example", host: "internal:3000" }],
	["a browser extension", { origin: "chrome-extension://localhost", host: "localhost" }],
	["a same-site page", { "sec-fetch-site": "same-site" }],
	["a cross-site page", { "sec-fetch-site": "cross-site" }],
	["an address bar", { "sec-fetch-site": "none" }],
	["an empty Origin", { origin: "", host: "" }],
])("refuses %s", (_name, headers) => {
	expect(check(headers)).toBe(false);
});

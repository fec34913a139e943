// Which browser requests reach the backend, and as what.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideUpstream } from "../../src/api-proxy/decide-upstream.ts";
import { type ProxyRoute, proxyRoutes } from "../../src/api-proxy/route-table.ts";

const backend = "http://127.0.0.1:8000";
const json = { "content-type": "application/json" };

function decide(
	method: string,
	path: string | string[],
	{ query = "", headers = json as Record<string, string>, routes = proxyRoutes } = {},
) {
	const segments = typeof path === "string" ? path.split("/") : path;
	return decideUpstream(
		{ method, segments, query: new URLSearchParams(query), headers: new Headers(headers) },
		routes,
		backend,
	);
}

describe("the allow-table", () => {
	it.each([
		[
			"POST",
			"stripe/create-checkout-session",
			"/api/v1/stripe/create-checkout-session",
			"required",
		],
		["POST", "stripe/create-portal-session", "/api/v1/stripe/create-portal-session", "required"],
		["GET", "stripe/checkout-sessions/cs_1", "/api/v1/stripe/checkout-sessions/cs_1", "required"],
		["GET", "billing/tiers", "/api/v1/billing/tiers", "optional"],
		["GET", "billing/me", "/api/v1/billing/me", "required"],
	])("leads %s %s to its one address", (method, path, upstream, session) => {
		const decision = decide(method, path);
		expect(decision).toMatchObject({ kind: "forward", method, session });
		expect(decision.kind === "forward" && decision.url.href).toBe(backend + upstream);
	});

	it("has no row that leads to the webhook, to admin or to identity", () => {
		for (const { template, upstream } of proxyRoutes) {
			expect(`${template} ${upstream}`).not.toMatch(/webhook|admin|auth/);
		}
	});

	it.each([
		["GET", "admin/users"],
		["POST", "stripe/webhook"],
		["POST", "auth/sign-in"],
		["GET", ""],
		["GET", "billing"],
		["GET", "billing/me/stream"],
		["GET", "stripe/checkout-sessions"],
		["GET", "BILLING/ME"],
		["GET", "api/v1/billing/me"],
	])("answers 404 to %s %s", (method, path) => {
		expect(decide(method, path)).toMatchObject({ kind: "refused", status: 404 });
	});

	it.each(["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "POST", "get"])(
		"answers 405 with the accepted method to %s billing/me",
		(method) => {
			expect(decide(method, "billing/me")).toEqual({
				kind: "refused",
				status: 405,
				code: "method_not_allowed",
				allow: "GET",
			});
		},
	);

	it("refuses a query key that the row does not list, and forwards one that it does", () => {
		expect(decide("GET", "billing/me", { query: "user=u_2" })).toMatchObject({ status: 400 });
		const routes: ProxyRoute[] = [
			{
				method: "GET",
				template: "a/:id",
				upstream: "/api/v1/a/:id",
				queryKeys: ["wait_s"],
				session: "required",
			},
		];
		const decision = decide("GET", "a/b", { query: "wait_s=5 %26x=1#", routes });
		expect(decision.kind === "forward" && decision.url.search).toBe("?wait_s=5+%26x%3D1%23");
	});

	it.each([
		undefined,
		"text/plain",
		"application/x-www-form-urlencoded",
		"multipart/form-data",
		"application/jsonp",
	])("refuses a write whose body is %s", (type) => {
		const headers: Record<string, string> = type ? { "content-type": type } : {};
		const decision = decide("POST", "stripe/create-portal-session", { headers });
		expect(decision).toMatchObject({ kind: "refused", status: 415 });
	});

	it("accepts JSON with a charset", () => {
		const headers = { "content-type": "application/json; charset=utf-8" };
		expect(decide("POST", "stripe/create-portal-session", { headers }).kind).toBe("forward");
	});
});

describe("request headers", () => {
	it("travel on only when they are on the list", () => {
		const decision = decide("POST", "stripe/create-portal-session", {
			headers: {
				...json,
				accept: "application/json",
				"idempotency-key": "key-1",
				"x-request-id": "req-1",
				authorization: "Bearer stolen",
				cookie: "tollgate_session=secret",
				host: "evil.example",
				"x-forwarded-for": "10.0.0.1",
				"x-forwarded-host": "evil.example",
				"x-user-id": "u_2",
				"stripe-signature": "t=1,v1=0",
				"transfer-encoding": "chunked",
				connection: "upgrade",
			},
		});
		expect(decision.kind === "forward" && [...decision.headers.keys()].sort()).toEqual([
			"accept",
			"content-type",
			"idempotency-key",
			"x-request-id",
		]);
	});
});

describe("ways out of the path", () => {
	const escapes = [
		"",
		".",
		"..",
		"%2e%2e",
		"%2E%2E",
		"..%2f",
		"..%2fadmin",
		"%252e%252e",
		"%25252e",
		"//evil",
		"/evil",
		"/\\evil",
		"\\\\evil",
		"\\evil",
		"http://evil.example",
		"http:/evil.example",
		"@evil.example",
		".evil.example",
		":8001",
		"me;admin",
		"me;jsessionid=1",
		"me?x=1",
		"me#x",
		"me\tx",
		"\tme",
		"me\r\nHost: evil",
		"me\n",
		"me\u0000",
		"me ",
		"mé",
		"ｍｅ",
		"．．",
		"cs_1/../../admin",
		"a".repeat(129),
	];

	it.each(escapes)("refuses the id %j", (segment) => {
		const decision = decide("GET", ["stripe", "checkout-sessions", segment]);
		expect(decision).toMatchObject({ kind: "refused", status: 404 });
	});

	it.each(escapes)("refuses %j before, between and after good segments", (segment) => {
		expect(decide("GET", [segment, "billing", "me"])).toMatchObject({ status: 404 });
		expect(decide("GET", ["billing", segment, "me"])).toMatchObject({ status: 404 });
		expect(decide("GET", ["billing", "me", segment])).toMatchObject({ status: 404 });
		expect(decide("GET", [segment, "me"])).toMatchObject({ status: 404 });
	});

	it("does not believe a table row that would itself leave the API", () => {
		const routes: ProxyRoute[] = [
			{
				method: "GET",
				template: "x/:id",
				upstream: "/api/v1/../:id",
				queryKeys: [],
				session: "optional",
			},
		];
		expect(decide("GET", "x/admin", { routes })).toMatchObject({ kind: "refused", status: 404 });
	});

	it("never leaves the backend's origin or the listed paths, for 10,000 random requests", () => {
		const allowed = /^\/api\/v1\/(billing\/(tiers|me)|stripe\/[a-z-]+(\/[A-Za-z0-9_-]+)?)$/;
		const word = fc.constantFrom("billing", "me", "tiers", "stripe", "checkout-sessions", "admin");
		const segment = fc.oneof(
			{ weight: 4, arbitrary: word },
			{ weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
			{ weight: 1, arbitrary: fc.constantFrom(...escapes) },
			{ weight: 1, arbitrary: fc.stringMatching(/^cs_[a-z0-9]{1,12}$/) },
		);
		const listed = proxyRoutes.map(({ template }) => template.replace(":id", "cs_1").split("/"));
		const bent = fc
			.tuple(fc.constantFrom(...listed), fc.nat(2), segment, fc.boolean())
			.map(([path, at, other, bend]) => (bend ? path.with(at % path.length, other) : path));
		let forwarded = 0;
		fc.assert(
			fc.property(
				fc.oneof(fc.array(segment, { maxLength: 4 }), bent),
				fc.constantFrom("GET", "POST", "PUT"),
				(segments, method) => {
					const decision = decide(method, segments);
					if (decision.kind === "refused") return;
					forwarded += 1;
					expect(decision.url.origin).toBe(backend);
					expect(decision.url.pathname).toMatch(allowed);
					expect(decision.url.pathname.endsWith(segments.at(-1)!)).toBe(true);
					expect(decision.url.username + decision.url.password + decision.url.hash).toBe("");
				},
			),
			{ numRuns: 10_000 },
		);
		// A generator that never hits the table would prove nothing.
		expect(forwarded).toBeGreaterThan(500);
	});
});

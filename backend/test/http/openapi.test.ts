import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { savePricesOnSale } from "../../src/database/prices.ts";
import { errors } from "../../src/domain/errors.ts";
import { startTollgate, type Tollgate } from "../support/start.ts";

type Access = "public" | "this machine" | "user" | "signed by Stripe" | "the issuer's own";

/** Every route there is, and who may use it. A new one is not reachable before it stands here. */
const routes = new Map<string, Access>([
	["GET /healthz", "public"],
	["GET /readyz", "public"],
	["GET /metrics", "this machine"],
	["GET /openapi.json", "public"],
	["GET /docs", "public"],
	["GET /docs/", "public"],
	["GET /docs/openapi.json", "public"],
	["GET /docs/openapi.yaml", "public"],
	["GET /docs/js/scalar.js", "public"],
	["GET /api/v1/billing/tiers", "public"],
	["GET /api/v1/billing/me", "user"],
	["POST /api/v1/stripe/create-checkout-session", "user"],
	["POST /api/v1/stripe/create-portal-session", "user"],
	["GET /api/v1/stripe/checkout-sessions/:id", "user"],
	["POST /api/v1/stripe/webhook", "signed by Stripe"],
	["GET /api/auth/get-session", "the issuer's own"],
	["GET /api/auth/jwks", "the issuer's own"],
	["GET /api/auth/token", "the issuer's own"],
	["POST /api/auth/sign-in/email", "the issuer's own"],
	["POST /api/auth/sign-out", "the issuer's own"],
	["POST /api/auth/sign-up/email", "the issuer's own"],
]);

interface Operation {
	tags?: string[];
	summary?: string;
	security?: Record<string, unknown>[];
	requestBody?: unknown;
	responses: Record<string, unknown>;
}
interface Description {
	openapi: string;
	info: { title: string; version: string; description: string };
	servers: { url: string }[];
	paths: Record<string, Record<string, Operation>>;
	components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

let tollgate: Tollgate;
let description: Description;
beforeAll(async () => {
	tollgate = await startTollgate("pglite", { webhooks: false });
	const response = await fetch(`${tollgate.url}/openapi.json`);
	description = (await response.json()) as Description;
});
afterAll(() => tollgate.close());

/** The router's own tree, read back into `METHOD /path` lines; HEAD goes with every GET. */
function routesOfServer(): string[] {
	const lines = tollgate.app.server.printRoutes({ commonPrefix: false }).split("\n");
	const path: string[] = [];
	return lines.flatMap((line) => {
		const [, indent = "", part = "", methods = ""] =
			/^([│ ]*)[├└]── (.*?) \((.*)\)$/.exec(line) ?? [];
		if (part === "") return [];
		path.length = indent.length / 4;
		path.push(part);
		const own = methods.split(", ").filter((method) => method !== "HEAD");
		const url = path.join("");
		return own.map((method) => `${method} ${url}`);
	});
}

describe("the routes", () => {
	test("are those of the table, and no others", () => {
		expect(routesOfServer().sort()).toEqual([...routes.keys()].sort());
	});

	test.each([...routes].filter(([, access]) => access === "user"))(
		"%s is closed to who has no token",
		async (route) => {
			const [method = "", url = ""] = route.split(" ");
			const response = await fetch(`${tollgate.url}${url.replace(":id", "cs_test_1")}`, {
				method,
				...(method === "POST" && {
					headers: { "content-type": "application/json" },
					body: url.includes("checkout") ? '{"tier_name":"founder"}' : "{}",
				}),
			});
			expect(response.status).toBe(401);
		},
	);

	test("carry the headers that keep browsers careful", async () => {
		const response = await fetch(`${tollgate.url}/api/v1/billing/tiers`);
		expect(Object.fromEntries(response.headers)).toMatchObject({
			"x-content-type-options": "nosniff",
			"cache-control": "no-store",
			"strict-transport-security": expect.stringContaining("max-age="),
			"x-request-id": expect.stringMatching(/^req_\w{32}$/),
		});
		expect(response.headers.has("access-control-allow-origin")).toBe(false);
		expect(response.headers.has("x-powered-by")).toBe(false);
	});
});

describe("the description", () => {
	test("is OpenAPI 3.1, of this server", () => {
		expect(description).toMatchObject({
			openapi: expect.stringMatching(/^3\.1\./),
			info: { title: "Tollgate", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
			servers: [{ url: "http://127.0.0.1:8000" }],
		});
	});

	test("lists every route of the API, and none that does not exist", () => {
		const described = Object.entries(description.paths).flatMap(([path, operations]) =>
			Object.keys(operations).map(
				(method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`,
			),
		);
		const own = [...routes.keys()].filter((route) => !/ \/(docs|openapi|api\/auth)/.test(route));
		expect(described.sort()).toEqual(own.sort());
	});

	test("says of every route what it does, whom it serves and how it fails", () => {
		for (const [path, operations] of Object.entries(description.paths))
			for (const [method, operation] of Object.entries(operations)) {
				const route = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`;
				expect(operation.summary, route).toMatch(/^[A-Z]/);
				expect(operation.tags, route).toHaveLength(1);
				expect(Object.keys(operation.responses), route).toContain("200");
				const asksForToken = operation.security?.some((one) => "bearer" in one) ?? false;
				const optional = operation.security?.some((one) => Object.keys(one).length === 0) ?? true;
				expect(asksForToken && !optional, route).toBe(routes.get(route) === "user");
				if (asksForToken) expect(Object.keys(operation.responses), route).toContain("401");
			}
	});

	test("refers to nothing that it does not hold", () => {
		const text = JSON.stringify(description);
		const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
		expect(references.length).toBeGreaterThan(0);
		for (const [, name = ""] of references)
			expect(Object.keys(description.components.schemas)).toContain(name);
	});

	test("explains every error code", () => {
		for (const code of Object.keys(errors))
			expect(description.info.description).toContain(`### ${code}\n`);
	});
});

describe("the page to read and try it", () => {
	test("loads its script from here, and nothing from anywhere else", async () => {
		const response = await fetch(`${tollgate.url}/docs`);
		expect(response.status).toBe(200);
		const html = await response.text();
		const loaded = [...html.matchAll(/<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="([^"]*)"/g)];
		const urls = loaded.map(([, url = ""]) => new URL(url, response.url));
		expect(urls.map((url) => url.href)).toEqual([`${tollgate.url}/docs/js/scalar.js`]);
		expect(html).not.toMatch(/https?:\/\//);
		const script = await fetch(urls[0]!);
		expect(script.headers.get("content-type")).toMatch(/javascript/);
		expect((await script.text()).length).toBeGreaterThan(100_000);
		const [, description = ""] = /"url": "([^"]*)"/.exec(html) ?? [];
		expect((await fetch(new URL(description, response.url))).status).toBe(200);
	});
});

describe("readiness", () => {
	test("is refused while nothing is on sale, though the process is alive", async () => {
		const { database } = tollgate.app.deps;
		const ready = await fetch(`${tollgate.url}/readyz`);
		expect([ready.status, await ready.json()]).toEqual([
			200,
			{ status: "ready", checks: { database: "ok", catalog: "ok" } },
		]);
		await savePricesOnSale(database, []);
		const unready = await fetch(`${tollgate.url}/readyz`);
		expect([unready.status, await unready.json()]).toEqual([
			503,
			{ status: "unready", checks: { database: "ok", catalog: "failed" } },
		]);
		const health = await fetch(`${tollgate.url}/healthz`);
		expect([health.status, await health.json()]).toEqual([200, { status: "ok" }]);
	});
});

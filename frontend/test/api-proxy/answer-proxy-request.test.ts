// What the proxy sends to a real server, and what of the reply it lets through.
import { describe, expect, it, vi } from "vitest";
import { answerProxyRequest } from "../../src/api-proxy/answer-proxy-request.ts";
import { maxBodyBytes } from "../../src/api-proxy/read-body.ts";
import { proxyRoutes } from "../../src/api-proxy/route-table.ts";
import type { Session } from "../../src/session/current-session.ts";
import { listen, reply } from "../support/listen.ts";

const site = "http://localhost:3000";
const signedIn: Session = { kind: "signed-in", accessToken: "jwt-of-ada" };

type Call = Readonly<{
	method?: string;
	path?: string;
	headers?: Record<string, string>;
	body?: BodyInit;
	session?: Session;
	timeoutMs?: number;
	signal?: AbortSignal;
}>;

function ask(backendUrl: string, call: Call = {}): Promise<Response> {
	const { method = "GET", path = "billing/me", session = signedIn } = call;
	const write = { origin: site, "content-type": "application/json" };
	const request = new Request(`${site}/api/proxy/${path}`, {
		method,
		headers: { ...(method === "GET" ? {} : write), ...call.headers },
		body: call.body ?? (method === "GET" ? null : "{}"),
		signal: call.signal ?? null,
		...{ duplex: "half" },
	});
	return answerProxyRequest(request, path.split("/"), {
		routes: proxyRoutes,
		backendUrl,
		baseUrl: site,
		session: async () => session,
		newRequestId: () => "made-here",
		...(call.timeoutMs ? { timeoutMs: call.timeoutMs } : {}),
	});
}

async function codeOf(response: Response): Promise<string> {
	const body = await response.json();
	expect(Object.keys(body.error).sort()).toEqual(
		["code", "doc_url", "message", "request_id", "type"].sort(),
	);
	expect(response.headers.get("cache-control")).toBe("no-store");
	return `${response.status} ${body.error.code}`;
}

const portal = { method: "POST", path: "stripe/create-portal-session" };

describe("a request that is allowed", () => {
	it("arrives with the session's token and without the visitor's cookie or token", async () => {
		const { url, received } = await listen((_request, response) => reply(response, 200, { ok: 1 }));
		const response = await ask(url, {
			...portal,
			headers: { cookie: "tollgate_session=s", authorization: "Bearer forged", "x-user-id": "2" },
			body: '{"return_path":"/dashboard"}',
		});
		expect(await response.json()).toEqual({ ok: 1 });
		const [request] = received;
		expect(request).toMatchObject({
			method: "POST",
			url: "/api/v1/stripe/create-portal-session",
			body: '{"return_path":"/dashboard"}',
		});
		expect(request?.headers).toMatchObject({
			authorization: "Bearer jwt-of-ada",
			"content-type": "application/json",
			"x-request-id": "made-here",
		});
		expect(request?.headers).not.toHaveProperty("cookie");
		expect(request?.headers).not.toHaveProperty("x-user-id");
		expect(request?.headers).not.toHaveProperty("origin");
	});

	it("gives back status and body, and only the headers on the list", async () => {
		const { url } = await listen((_request, response) =>
			reply(
				response,
				429,
				{ error: { code: "rate_limited" } },
				{
					"set-cookie": "stolen=1",
					"retry-after": "7",
					etag: '"3"',
					"x-request-id": "req_9",
					"cache-control": "public, max-age=60",
					"access-control-allow-origin": "*",
					server: "backend/1",
				},
			),
		);
		const response = await ask(url);
		expect(response.status).toBe(429);
		expect(Object.fromEntries(response.headers)).toEqual({
			"cache-control": "no-store",
			"content-type": "application/json",
			etag: '"3"',
			"retry-after": "7",
			"x-request-id": "req_9",
		});
	});

	it("keeps a harmless request id of the caller, and replaces any other", async () => {
		const { url, received } = await listen((_request, response) => reply(response, 200, {}));
		await ask(url, { headers: { "x-request-id": "from-page_1" } });
		await ask(url, { headers: { "x-request-id": "a b{}" } });
		expect(received.map(({ headers }) => headers["x-request-id"])).toEqual([
			"from-page_1",
			"made-here",
		]);
	});

	it("goes without a token where the route allows that and nobody is signed in", async () => {
		const { url, received } = await listen((_request, response) => reply(response, 200, {}));
		const response = await ask(url, { path: "billing/tiers", session: { kind: "signed-out" } });
		expect(response.status).toBe(200);
		expect(received[0]?.headers).not.toHaveProperty("authorization");
	});
});

describe("a request that is refused reaches nobody", () => {
	it.each<[string, Call, string]>([
		["signed out", { session: { kind: "signed-out" } }, "401 token_invalid"],
		["nobody can say", { session: { kind: "unavailable" } }, "503 unavailable"],
		["not in the table", { path: "admin/users" }, "404 not_found"],
		["wrong method", { method: "DELETE" }, "405 method_not_allowed"],
		["unknown parameter", { path: "billing/me?user=2" }, "404 not_found"],
		[
			"from another site",
			{ ...portal, headers: { origin: "https://evil.example" } },
			"403 cross_site_request",
		],
		[
			"not JSON",
			{ ...portal, headers: { "content-type": "text/plain" } },
			"415 media_type_unsupported",
		],
		["too large", { ...portal, body: "x".repeat(maxBodyBytes + 1) }, "413 body_too_large"],
	])("%s", async (_name, call, expected) => {
		const { url, received } = await listen((_request, response) => reply(response, 200, {}));
		expect(await codeOf(await ask(url, call))).toBe(expected);
		expect(received).toEqual([]);
	});

	it("too large without saying so beforehand", async () => {
		const { url, received } = await listen((_request, response) => reply(response, 200, {}));
		const chunk = new Uint8Array(16 * 1024);
		let sent = 0;
		const body = new ReadableStream({
			pull(controller) {
				sent += 1;
				if (sent > 1000) controller.close();
				else controller.enqueue(chunk);
			},
		});
		expect(await codeOf(await ask(url, { ...portal, body }))).toBe("413 body_too_large");
		expect(sent).toBeLessThan(10);
		expect(received).toEqual([]);
	});
});

describe("a backend that misbehaves", () => {
	it("is not followed when it redirects", async () => {
		const { url, received } = await listen((_request, response) => {
			response.writeHead(302, { location: "http://127.0.0.1:1/elsewhere" }).end();
		});
		const response = await ask(url);
		expect(response.headers.get("location")).toBeNull();
		expect(await codeOf(response)).toBe("502 unavailable");
		expect(received).toHaveLength(1);
	});

	it("is given up on after the time-out", async () => {
		const { url } = await listen(() => {
			// Never answers.
		});
		const response = await ask(url, { timeoutMs: 50 });
		expect(response.headers.get("retry-after")).toBe("5");
		expect(await codeOf(response)).toBe("504 timed_out");
	});

	it("is reported as unavailable when it is not there", async () => {
		expect(await codeOf(await ask("http://127.0.0.1:1"))).toBe("503 unavailable");
	});

	it("stops working for a visitor who has left", async () => {
		const closed = vi.fn();
		const visitor = new AbortController();
		const { url } = await listen((_request, response) => {
			response.on("close", closed);
			visitor.abort();
		});
		await ask(url, { signal: visitor.signal });
		await vi.waitFor(() => expect(closed).toHaveBeenCalled());
	});
});

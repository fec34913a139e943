// Answers one request to /api/proxy: decide, prove its origin, add the session, send, trim the reply.
import { sendUpstream } from "../billing-api/send-upstream.ts";
import type { Session } from "../session/current-session.ts";
import { decideUpstream, type UpstreamRequest } from "./decide-upstream.ts";
import { browserReply, failureReply } from "./proxy-reply.ts";
import { readBody } from "./read-body.ts";
import type { ProxyRoute } from "./route-table.ts";
import { isSameOrigin } from "./same-origin.ts";

type ProxyDeps = Readonly<{
	routes: readonly ProxyRoute[];
	backendUrl: string;
	baseUrl: string;
	session: () => Promise<Session>;
	newRequestId: () => string;
	timeoutMs?: number;
}>;

/** A confirmation may make the backend ask Stripe; beyond this a person has given up. */
const standardTimeoutMs = 15_000;

const requestIdPattern = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * The reply for the browser. Nothing is sent to the backend unless the route is in the table, a
 * write proves that it comes from our own pages, and a session is there where the route needs one.
 */
export async function answerProxyRequest(
	request: Request,
	segments: readonly string[],
	deps: ProxyDeps,
): Promise<Response> {
	const { method, headers } = request;
	const requestId = requestIdOf(headers) ?? deps.newRequestId();
	const query = new URL(request.url).searchParams;
	const decision = decideUpstream(
		{ method, segments, query, headers },
		deps.routes,
		deps.backendUrl,
	);
	if (decision.kind === "refused") {
		const extra = decision.allow ? { headers: { allow: decision.allow } } : {};
		return failureReply(decision.status, decision.code, { requestId, ...extra });
	}
	if (decision.method !== "GET" && !isSameOrigin(headers, deps.baseUrl)) {
		return failureReply(403, "cross_site_request", { requestId });
	}
	const session = await deps.session();
	if (session.kind === "unavailable") return failureReply(503, "unavailable", { requestId });
	if (session.kind === "signed-out" && decision.session === "required") {
		return failureReply(401, "token_invalid", { requestId });
	}
	decision.headers.set("x-request-id", requestId);
	if (session.kind === "signed-in") {
		decision.headers.set("authorization", `Bearer ${session.accessToken}`);
	}
	return send(decision, request, { requestId, timeoutMs: deps.timeoutMs ?? standardTimeoutMs });
}

async function send(
	upstream: UpstreamRequest,
	request: Request,
	{ requestId, timeoutMs }: Readonly<{ requestId: string; timeoutMs: number }>,
): Promise<Response> {
	const deadline = AbortSignal.timeout(timeoutMs);
	try {
		const body = upstream.method === "GET" ? null : await readBody(request);
		if (body === "too-large") return failureReply(413, "body_too_large", { requestId });
		const signal = AbortSignal.any([request.signal, deadline]);
		const { method, url, headers } = upstream;
		const reply = await sendUpstream({ method, url, headers, body, signal });
		return browserReply(reply, requestId);
	} catch {
		const retry = { requestId, headers: { "retry-after": "5" } };
		if (deadline.aborted) return failureReply(504, "timed_out", retry);
		return failureReply(503, "unavailable", retry);
	}
}

/** A caller's own request id is kept when it can do no harm in a log. */
function requestIdOf(headers: Headers): string | null {
	const given = headers.get("x-request-id");
	return given && requestIdPattern.test(given) ? given : null;
}

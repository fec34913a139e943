// Decides what one browser request becomes at the backend, or why it becomes nothing.
import type { ProxyMethod, ProxyRoute } from "./route-table.ts";

export type ProxyRequest = Readonly<{
	method: string;
	/** The path below /api/proxy/, decoded and split, as Next.js hands it over. */
	segments: readonly string[];
	query: URLSearchParams;
	headers: Headers;
}>;

export type ProxyRefusal = Readonly<{
	kind: "refused";
	status: 400 | 404 | 405 | 415;
	code: "parameter_unknown" | "not_found" | "method_not_allowed" | "media_type_unsupported";
	/** Set with 405 only: what the path does accept. */
	allow?: string;
}>;

export type UpstreamRequest = Readonly<{
	kind: "forward";
	method: ProxyMethod;
	url: URL;
	headers: Headers;
	session: ProxyRoute["session"];
}>;

/**
 * One segment of a path. No dot, slash, percent sign or control character gets through, so nothing
 * that a URL parser might decode, resolve or drop a second time.
 */
const segmentPattern = /^[A-Za-z0-9_-]{1,128}$/;

/** The only request headers that travel on. Authorization is added later, from the session alone. */
const requestHeaders = ["content-type", "accept", "idempotency-key", "x-request-id"];

const jsonType = /^application\/json\s*(;|$)/i;

/**
 * The request to send to `backendUrl`, or the refusal to answer without sending any.
 * The address is built from the table's own words and from checked ids, and its origin and path are
 * compared with what the table promised before it is given out.
 */
export function decideUpstream(
	request: ProxyRequest,
	routes: readonly ProxyRoute[],
	backendUrl: string,
): UpstreamRequest | ProxyRefusal {
	const { segments } = request;
	if (!segments.every((segment) => segmentPattern.test(segment))) return notFound;
	const candidates = routes.filter((route) => idsIn(route, segments) !== null);
	if (candidates.length === 0) return notFound;
	const route = candidates.find(({ method }) => method === request.method);
	if (!route) {
		const allow = candidates.map(({ method }) => method).join(", ");
		return { kind: "refused", status: 405, code: "method_not_allowed", allow };
	}
	for (const key of request.query.keys()) {
		if (!route.queryKeys.includes(key)) {
			return { kind: "refused", status: 400, code: "parameter_unknown" };
		}
	}
	if (route.method !== "GET" && !jsonType.test(request.headers.get("content-type") ?? "")) {
		return { kind: "refused", status: 415, code: "media_type_unsupported" };
	}
	const url = upstreamUrl(route, idsIn(route, segments) ?? [], backendUrl);
	if (!url) return notFound;
	url.search = new URLSearchParams([...request.query]).toString();
	return {
		kind: "forward",
		method: route.method,
		url,
		headers: allowedHeaders(request.headers),
		session: route.session,
	};
}

const notFound: ProxyRefusal = { kind: "refused", status: 404, code: "not_found" };

/** The ids a path carries when it fits the route, in order; null when it does not fit. */
function idsIn(route: ProxyRoute, segments: readonly string[]): string[] | null {
	const parts = route.template.split("/");
	if (parts.length !== segments.length) return null;
	const ids: string[] = [];
	for (const [index, part] of parts.entries()) {
		const segment = segments[index] ?? "";
		if (part.startsWith(":")) ids.push(segment);
		else if (part !== segment) return null;
	}
	return ids;
}

function upstreamUrl(route: ProxyRoute, ids: readonly string[], backendUrl: string): URL | null {
	const remaining = [...ids];
	const path = route.upstream
		.split("/")
		.map((part) => (part.startsWith(":") ? encodeURIComponent(remaining.shift() ?? "") : part))
		.join("/");
	const url = new URL(path, backendUrl);
	// Both hold by construction; a later careless row in the table must not be able to break them.
	const stays = url.origin === new URL(backendUrl).origin && url.pathname === path;
	return stays && path.startsWith("/api/v1/") ? url : null;
}

function allowedHeaders(given: Headers): Headers {
	const headers = new Headers();
	for (const name of requestHeaders) {
		const value = given.get(name);
		if (value !== null) headers.set(name, value);
	}
	return headers;
}

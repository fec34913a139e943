// Shapes what the proxy answers: the backend's reply with most headers removed, or an error of its own.
import type { ErrorReply } from "@tollgate/backend/contract";

/** The only response headers that reach a browser. No Set-Cookie: the session is this site's own. */
const responseHeaders = ["content-type", "retry-after", "etag", "x-request-id"];

/** Every answer depends on who asks and on the moment. */
const noStore = { "cache-control": "no-store" };

/** What the proxy itself can refuse or fail with: the envelope's `type`, and a sentence. */
export const proxyFailures = {
	not_found: ["not_found_error", "There is nothing here, or it is not yours to see."],
	method_not_allowed: ["invalid_request_error", "This address does not accept that method."],
	parameter_unknown: ["invalid_request_error", "The address has an unknown parameter."],
	media_type_unsupported: ["invalid_request_error", "Send the body as application/json."],
	body_too_large: ["invalid_request_error", "The request body is too large."],
	cross_site_request: ["permission_error", "Changes can only be made from this site's own pages."],
	token_invalid: ["authentication_error", "You are signed out. Sign in and try again."],
	unavailable: ["api_error", "We can't reach billing right now. Try again in a moment."],
	timed_out: ["api_error", "Billing takes too long to answer. Try again in a moment."],
} as const;

export type ProxyFailure = keyof typeof proxyFailures;

/** An error in the backend's own envelope, so that a caller needs to read one shape only. */
export function failureReply(
	status: number,
	code: ProxyFailure,
	details: Readonly<{ requestId: string; headers?: Record<string, string> }>,
): Response {
	const [type, message] = proxyFailures[code];
	const body: ErrorReply = {
		error: { type, code, message, doc_url: `/docs/errors#${code}`, request_id: details.requestId },
	};
	return Response.json(body, { status, headers: { ...noStore, ...details.headers } });
}

/**
 * The backend's reply for the browser. A redirect is not followed and not passed on: the backend has
 * no reason to send one, so it counts as a failure.
 */
export function browserReply(upstream: Response, requestId: string): Response {
	if (upstream.status >= 300 && upstream.status < 400) {
		return failureReply(502, "unavailable", { requestId });
	}
	const headers = new Headers(noStore);
	for (const name of responseHeaders) {
		const value = upstream.headers.get(name);
		if (value !== null) headers.set(name, value);
	}
	return new Response(upstream.body, { status: upstream.status, headers });
}

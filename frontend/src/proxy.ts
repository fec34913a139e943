// Runs before every page: the right address, and a content policy with a fresh nonce.
import { type NextRequest, NextResponse } from "next/server";
import { config as settings } from "./config.ts";
import { canonicalAddress } from "./security/canonical-address.ts";
import { contentPolicy } from "./security/content-policy.ts";

/** No gate stands here: each page and each route asks for the session itself. */
export function proxy(request: NextRequest): NextResponse {
	const { baseUrl } = settings();
	// Only for people opening a page: probes and API callers keep the address they chose.
	if (request.headers.get("sec-fetch-mode") === "navigate" && request.method === "GET") {
		const here = `${request.nextUrl.pathname}${request.nextUrl.search}`;
		const better = canonicalAddress(request.headers.get("host"), here, baseUrl);
		// Not a Location header: Next.js takes the two names for one and would shorten it to a path.
		if (better) return new NextResponse(null, { headers: { refresh: `0; url=${better}` } });
	}
	const policy = contentPolicy(crypto.randomUUID(), settings());
	const requestHeaders = new Headers(request.headers);
	// Next.js reads the nonce from here and puts it on the scripts it writes.
	requestHeaders.set("content-security-policy", policy);
	const response = NextResponse.next({ request: { headers: requestHeaders } });
	response.headers.set("content-security-policy", policy);
	if (baseUrl.startsWith("https:")) {
		response.headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
	}
	return response;
}

export const config = { matcher: ["/((?!api/|_next/static|_next/image|icon.svg).*)"] };

// Tells the pages' own forms from forms of other sites.
import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request may change something. Browsers say where a form came from; programs say nothing
 * and are let in. `Sec-Fetch-Site` decides when present, since no page can forge it. `Origin: null`
 * is what browsers send for our own forms, because the pages ask for no referrer.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
	const site = headers["sec-fetch-site"];
	if (site !== undefined) return site === "same-origin" || site === "none";
	const { origin } = headers;
	if (origin === undefined || origin === "null") return true;
	return URL.canParse(origin) && new URL(origin).host === headers.host;
}

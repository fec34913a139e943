// Tells a request of our own pages from one that another site made a browser send.

/**
 * True when the browser itself testifies that the request comes from this site: its Origin is our
 * public address or the host it was sent to, or, without any Origin, Sec-Fetch-Site says so.
 * A script cannot forge either header, and a request with neither is not from a page of ours.
 */
export function isSameOrigin(headers: Headers, baseUrl: string): boolean {
	const origin = headers.get("origin");
	if (origin === null) return headers.get("sec-fetch-site") === "same-origin";
	if (origin === baseUrl) return true;
	const host = headers.get("host");
	if (!host || !URL.canParse(origin)) return false;
	const { protocol, host: originHost } = new URL(origin);
	return (protocol === "https:" || protocol === "http:") && originHost === host.toLowerCase();
}

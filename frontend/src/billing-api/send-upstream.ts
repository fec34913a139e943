// Sends a request that the proxy has decided on, exactly as decided.

export type UpstreamMessage = Readonly<{
	method: "GET" | "POST";
	url: URL;
	headers: Headers;
	body: Uint8Array<ArrayBuffer> | null;
	/** Aborted when the visitor leaves or the deadline passes: the work for them stops as well. */
	signal: AbortSignal;
}>;

/** The backend's reply, unread. Redirects come back as they are; throws when there is no reply. */
export function sendUpstream({ url, ...message }: UpstreamMessage): Promise<Response> {
	return fetch(url, { ...message, cache: "no-store", redirect: "manual" });
}

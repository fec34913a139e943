// The SDK's way to the network, with every attempt told: how it ended, and how long it took.
import Stripe from "stripe";

/** `resource` such as `subscriptions`: never an id. */
export interface StripeRequest {
	method: string;
	resource: string;
}

/** Runs `send`, which answers the HTTP status, and throws when no answer came. */
export type AroundRequest = (
	request: StripeRequest,
	send: () => Promise<number>,
) => Promise<unknown>;

/** The SDK's own client; what it retries is seen as often as it is sent. */
export function watchedHttpClient(around: AroundRequest) {
	const client = Stripe.createNodeHttpClient();
	const send = client.makeRequest.bind(client);
	client.makeRequest = async (...request) => {
		const [, , path, method] = request;
		const sent: { answer?: Awaited<ReturnType<typeof send>> } = {};
		await around({ method, resource: resourceOf(path) }, async () => {
			sent.answer = await send(...request);
			return sent.answer.getStatusCode();
		});
		if (!sent.answer) throw new Error("a request to Stripe was not sent");
		return sent.answer;
	};
	return client;
}

// `/v1/checkout/sessions/cs_123?…`: words alone. An id has a digit, an underscore or a capital behind it.
function resourceOf(path: string): string {
	const [, , ...parts] = path.split("?")[0]?.split("/") ?? [];
	return parts.filter((part) => resources.test(part)).join("/") || "other";
}

// Stripe's ids begin with a short mark and an underscore and end in letters and digits mixed.
const resources = /^[a-z]+(_[a-z]+)*$/;

// Requests to the simulator's own levers.
import type { Simulator } from "../../src/start.ts";

export interface Answered {
	status: number;
	// What the control API answers differs per path; a test compares it as a whole.
	body: Record<string, unknown>;
}

/** A request to `/_simulator/<path>`; with a body it is sent as JSON. */
export async function control(
	{ url }: Simulator,
	[method, path]: readonly ["GET" | "POST" | "DELETE", string],
	{ body, token }: { body?: object; token?: string } = {},
): Promise<Answered> {
	const response = await fetch(`${url}/_simulator/${path}`, {
		method,
		headers: {
			...(body === undefined ? {} : { "content-type": "application/json" }),
			...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	return { status: response.status, body: Object(await response.json()) };
}

// Sends one request to the backend, and turns whatever happens into a value.
import { unstable_rethrow } from "next/navigation";
import { config } from "../config.ts";
import { type Problem, problemIn, unreachable } from "./problem.ts";

export type BackendReply<T> =
	| Readonly<{ ok: true; value: T; headers: Headers }>
	| Readonly<{ ok: false; status: number; problem: Problem }>;

export type BackendCall = Readonly<{
	method: "GET" | "POST";
	/** Fixed by our code, never taken from a visitor. */
	path: `/api/${string}`;
	bearerToken?: string | undefined;
	body?: Readonly<Record<string, unknown>> | undefined;
	/** For whom we ask, where the backend limits attempts by visitor. */
	visitorAddress?: string | undefined;
}>;

/** Long enough for the backend to ask Stripe, short enough that a person still waits. */
const timeoutMs = 15_000;

/**
 * Asks the backend and never throws: a refusal and an unreachable backend are both `ok: false`.
 * `T` is the shape the backend's contract promises for this path.
 */
export async function callBackend<T>(call: BackendCall): Promise<BackendReply<T>> {
	const url = config().backendUrl + call.path;
	// The issuer takes changes from pages of this site only, so we say that it is this site.
	const headers = new Headers({ accept: "application/json", origin: config().baseUrl });
	if (call.bearerToken) headers.set("authorization", `Bearer ${call.bearerToken}`);
	if (call.visitorAddress) headers.set("x-forwarded-for", call.visitorAddress);
	if (call.body) headers.set("content-type", "application/json");
	try {
		const response = await fetch(url, {
			method: call.method,
			headers,
			body: call.body ? JSON.stringify(call.body) : null,
			cache: "no-store",
			redirect: "error",
			signal: AbortSignal.timeout(timeoutMs),
		});
		const reply: unknown = await response.json().catch(() => null);
		if (!response.ok) {
			return { ok: false, status: response.status, problem: problemIn(reply) };
		}
		// The wire: the backend validates its replies against the schemas this type comes from.
		return { ok: true, value: reply as T, headers: response.headers };
	} catch (error) {
		// Next.js steers rendering with errors of its own; those are not the backend's.
		unstable_rethrow(error);
		console.error(`The backend did not answer ${call.method} ${call.path}: ${reasonOf(error)}`);
		return { ok: false, status: 503, problem: unreachable };
	}
}

/** Why a fetch failed, for whoever runs this. Node puts the system's own words into the cause. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? error.cause.message : error.message;
}

// Asking with a bearer token, and the one answer that every bad one gets.
import { expect } from "vitest";
import { expectRefusal } from "./refusals.ts";

/** Asks who the caller is; `authorization` null sends no header. */
export function ask(backend: { url: string }, authorization: string | null): Promise<Response> {
	const headers = authorization === null ? {} : { authorization };
	return fetch(`${backend.url}/api/v1/billing/me`, { headers });
}

/** The user behind a good token. */
export async function userOf(
	backend: { url: string },
	token: string,
): Promise<Record<string, unknown>> {
	const response = await ask(backend, `Bearer ${token}`);
	const body = (await response.json()) as { user?: Record<string, unknown> };
	expect({ status: response.status, body }).toMatchObject({ status: 200 });
	return body.user ?? {};
}

/** One body for all bad tokens, but for the request's own id: nothing tells them apart. */
export async function expectOneRefusal(backend: { url: string }, authorization: string | null) {
	const response = await ask(backend, authorization);
	expect(response.headers.get("www-authenticate")).toBe("Bearer");
	const error = await expectRefusal(response, { status: 401, code: "token_invalid" });
	expect(error).toEqual({
		type: "authentication_error",
		code: "token_invalid",
		message: "The bearer token is missing, expired or not valid here. Sign in again.",
		doc_url: "http://127.0.0.1:8000/docs#description/token_invalid",
		request_id: expect.stringMatching(/^req_/),
	});
}

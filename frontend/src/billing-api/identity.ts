// Signs people up, in and out at the backend's built-in issuer.
import type { TokenAnswer } from "../session/access-tokens.ts";
import { type BackendReply, callBackend } from "./call-backend.ts";

/** The issuer puts the new session's token here rather than in the body. */
const sessionTokenHeader = "set-auth-token";

type NewUser = Readonly<{ name: string; email: string; password: string }>;
type Credentials = Readonly<{ email: string; password: string }>;

/** Makes an account and a session. `value` is the session token. */
export async function signUp(
	user: NewUser,
	visitorAddress?: string,
): Promise<BackendReply<string>> {
	const path = "/api/auth/sign-up/email";
	return sessionTokenOf(await callBackend({ method: "POST", path, body: user, visitorAddress }));
}

/** Opens a session for an account that exists. `value` is the session token. */
export async function signIn(
	credentials: Credentials,
	visitorAddress?: string,
): Promise<BackendReply<string>> {
	const path = "/api/auth/sign-in/email";
	return sessionTokenOf(
		await callBackend({ method: "POST", path, body: credentials, visitorAddress }),
	);
}

/** Ends a session at the issuer. Best effort: the caller has already dropped the cookie. */
export async function signOut(sessionToken: string): Promise<void> {
	await callBackend({
		method: "POST",
		path: "/api/auth/sign-out",
		bearerToken: sessionToken,
		body: {},
	});
}

/** Trades a session token for the JWT that the rest of the backend accepts. */
export async function fetchAccessToken(sessionToken: string): Promise<TokenAnswer> {
	const reply = await callBackend<{ token?: unknown }>({
		method: "GET",
		path: "/api/auth/token",
		bearerToken: sessionToken,
	});
	if (!reply.ok) return { kind: reply.status === 401 ? "signed-out" : "unavailable" };
	const token = reply.value?.token;
	return typeof token === "string" ? { kind: "token", token } : { kind: "unavailable" };
}

function sessionTokenOf(reply: BackendReply<unknown>): BackendReply<string> {
	if (!reply.ok) return reply;
	const token = reply.headers.get(sessionTokenHeader);
	if (token) return { ok: true, value: token, headers: reply.headers };
	return {
		ok: false,
		status: 503,
		problem: { code: "unavailable", message: "Signing in does not work right now." },
	};
}

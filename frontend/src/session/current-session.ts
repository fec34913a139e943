// Says who is asking, from the cookie of the current request.
import { cookies } from "next/headers";
import { cache } from "react";
import { fetchAccessToken, signOut } from "../billing-api/identity.ts";
import { config } from "../config.ts";
import { type AccessTokens, createAccessTokens } from "./access-tokens.ts";
import { sessionCookieName, sessionCookieOptions } from "./session-cookie.ts";

/** `unavailable`: there is a cookie, and nobody can say right now whether it is still good. */
export type Session =
	| { kind: "signed-in"; accessToken: string }
	| { kind: "signed-out" }
	| { kind: "unavailable" };

/** About 1 kB each: memory stays bounded however many people pass through one process. */
const rememberedSessions = 5000;

declare global {
	// Next.js bundles pages and route handlers apart; a global is what they truly share.
	var tollgateAccessTokens: AccessTokens | undefined;
}

function accessTokens(): AccessTokens {
	globalThis.tollgateAccessTokens ??= createAccessTokens({
		fetchToken: fetchAccessToken,
		nowMs: Date.now,
		capacity: rememberedSessions,
	});
	return globalThis.tollgateAccessTokens;
}

/** The session of the current request; asked once per request, however many parts of a page need it. */
export const currentSession = cache(async (): Promise<Session> => {
	const cookie = (await cookies()).get(sessionCookieName)?.value;
	if (!cookie) return { kind: "signed-out" };
	// An outside provider's JWT is the bearer token itself; the backend alone judges it.
	if (config().authMode === "external") return { kind: "signed-in", accessToken: cookie };
	const answer = await accessTokens().get(cookie);
	if (answer.kind !== "token") return answer;
	return { kind: "signed-in", accessToken: answer.token };
});

/** The backend refused the access token: the next request asks the issuer for a new one. */
export async function forgetAccessToken(): Promise<void> {
	const cookie = (await cookies()).get(sessionCookieName)?.value;
	if (cookie) accessTokens().forget(cookie);
}

/** From the next request on, this browser is signed in with `sessionToken`. */
export async function startSession(sessionToken: string): Promise<void> {
	const jar = await cookies();
	jar.set(sessionCookieName, sessionToken, sessionCookieOptions(config().baseUrl));
}

/** This browser is signed out, and the session is ended at the issuer when it can be reached. */
export async function endSession(): Promise<void> {
	const jar = await cookies();
	const cookie = jar.get(sessionCookieName)?.value;
	jar.delete(sessionCookieName);
	if (!cookie || config().authMode === "external") return;
	accessTokens().forget(cookie);
	await signOut(cookie);
}

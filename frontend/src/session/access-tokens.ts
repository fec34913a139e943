// Keeps the short-lived access tokens of this process, so that a page view needs no extra request.
import { createHash } from "node:crypto";

/** What the issuer answered: a token, "this session is over", or "cannot say right now". */
export type TokenAnswer =
	| { kind: "token"; token: string }
	| { kind: "signed-out" }
	| { kind: "unavailable" };

export type AccessTokens = Readonly<{
	/** An access token good for at least another minute. */
	get: (sessionToken: string) => Promise<TokenAnswer>;
	/** Forgets a session at sign-out, so that its token is not used again. */
	forget: (sessionToken: string) => void;
}>;

type Entry = { token: string; useUntilMs: number };

type AccessTokenSource = Readonly<{
	fetchToken: (sessionToken: string) => Promise<TokenAnswer>;
	nowMs: () => number;
	/** Most sessions remembered; the one used longest ago goes first. */
	capacity: number;
}>;

/** A token is renewed this long before its end, so that none expires on its way. */
const renewBeforeEndMs = 60_000;

/**
 * Remembers access tokens by session until 60 s before their `exp`, at most `capacity` of them.
 * Simultaneous requests of one session share one fetch. Only tokens are remembered: a failed answer
 * is asked again. Sessions are kept by hash, so the memory holds no session token.
 */
export function createAccessTokens(source: AccessTokenSource): AccessTokens {
	const entries = new Map<string, Entry>();
	const underway = new Map<string, Promise<TokenAnswer>>();

	async function fetchAndRemember(sessionToken: string, key: string): Promise<TokenAnswer> {
		const answer = await source.fetchToken(sessionToken);
		if (answer.kind !== "token") return answer;
		const expiresAtMs = expiryOf(answer.token);
		// Sign-out during the fetch removes `underway`, and then nothing is remembered.
		if (expiresAtMs === null || !underway.has(key)) return answer;
		entries.set(key, { token: answer.token, useUntilMs: expiresAtMs - renewBeforeEndMs });
		const oldest = entries.keys().next();
		if (entries.size > source.capacity && !oldest.done) entries.delete(oldest.value);
		return answer;
	}

	async function get(sessionToken: string): Promise<TokenAnswer> {
		const key = keyOf(sessionToken);
		const entry = entries.get(key);
		entries.delete(key);
		if (entry && source.nowMs() < entry.useUntilMs) {
			entries.set(key, entry);
			return { kind: "token", token: entry.token };
		}
		const shared = underway.get(key);
		if (shared) return shared;
		const fetching = fetchAndRemember(sessionToken, key).finally(() => underway.delete(key));
		underway.set(key, fetching);
		return fetching;
	}

	function forget(sessionToken: string): void {
		entries.delete(keyOf(sessionToken));
		underway.delete(keyOf(sessionToken));
	}

	return { get, forget };
}

/** The `exp` of a JWT in milliseconds; null when it has none. Not a verification: the backend's job. */
export function expiryOf(token: string): number | null {
	try {
		const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
		const claims: unknown = JSON.parse(payload);
		if (typeof claims !== "object" || claims === null || !("exp" in claims)) return null;
		return typeof claims.exp === "number" ? claims.exp * 1000 : null;
	} catch {
		return null;
	}
}

function keyOf(sessionToken: string): string {
	return createHash("sha256").update(sessionToken).digest("base64url");
}

// Is this bearer token genuine, meant for us, and still valid? Algorithms are fixed per mode.
import {
	createRemoteJWKSet,
	errors,
	type JWTPayload,
	type JWTVerifyOptions,
	jwtVerify,
} from "jose";
import { BillingError } from "../domain/errors.ts";
import { builtInIssuer, type TokenClaims } from "../operations/identify-user.ts";
import { type BuiltInIssuer, builtInAudience, builtInKeys } from "./built-in-issuer.ts";

/** Answers a token's claims. Errors: `token_invalid`, whatever is wrong; `unavailable` without keys. */
export type VerifyToken = (token: string) => Promise<TokenClaims>;

const tokenMaxBytes = 8_192;
const leewaySeconds = 30;
// Public-key algorithms alone: a shared-secret token could be forged with a public key as its secret.
const publicKeyAlgorithms = ["EdDSA", "ES256", "ES384", "RS256", "RS384", "RS512", "PS256"];

export interface OutsideIssuer {
	issuer: string;
	audience: string;
	keys: { jwksUrl: URL } | { sharedSecret: string };
}

export function verifyBuiltIn(issuer: BuiltInIssuer, now: () => Date): VerifyToken {
	const keys = builtInKeys(issuer);
	const options = {
		issuer: builtInIssuer,
		audience: builtInAudience,
		algorithms: ["EdDSA"],
	};
	return guarded((token) => jwtVerify(token, keys, dated(options, now)));
}

export function verifyOutside(from: OutsideIssuer, now: () => Date): VerifyToken {
	const { issuer, audience, keys } = from;
	if ("sharedSecret" in keys) {
		const secret = new TextEncoder().encode(keys.sharedSecret);
		const options = { issuer, audience, algorithms: ["HS256"] };
		return guarded((token) => jwtVerify(token, secret, dated(options, now)));
	}
	const remote = createRemoteJWKSet(keys.jwksUrl, { timeoutDuration: 5_000 });
	const options = { issuer, audience, algorithms: publicKeyAlgorithms };
	return guarded((token) => jwtVerify(token, remote, dated(options, now)));
}

// `now` is wall time: an issuer's tokens know nothing of a simulated clock.
function dated(options: JWTVerifyOptions, now: () => Date): JWTVerifyOptions {
	return {
		...options,
		clockTolerance: leewaySeconds,
		requiredClaims: ["exp", "sub"],
		currentDate: now(),
	};
}

function guarded(verify: (token: string) => Promise<{ payload: JWTPayload }>): VerifyToken {
	return async (token) => {
		if (token.length > tokenMaxBytes) throw new BillingError("token_invalid");
		try {
			return toClaims((await verify(token)).payload);
		} catch (cause) {
			if (cause instanceof BillingError) throw cause;
			if (isOutage(cause)) throw new BillingError("unavailable", { cause, retryAfterSeconds: 5 });
			throw new BillingError("token_invalid", { cause });
		}
	};
}

// The keys could not be had: the token may be good, so it is not called bad.
function isOutage(error: unknown): boolean {
	if (error instanceof errors.JWKSTimeout) return true;
	return !(error instanceof errors.JOSEError) || error.constructor === errors.JOSEError;
}

function toClaims(payload: JWTPayload): TokenClaims {
	const { iss, sub, sid, email, name } = payload;
	if (typeof iss !== "string" || typeof sub !== "string" || !/^[^\0]{1,255}$/.test(sub))
		throw new BillingError("token_invalid");
	return {
		issuer: iss,
		subject: sub,
		sessionId: typeof sid === "string" ? sid : null,
		email: typeof email === "string" ? clean(email) : null,
		name: typeof name === "string" ? clean(name) : "",
	};
}

// For display alone; a NUL would not fit the database.
function clean(text: string): string {
	return text.replaceAll("\0", "").slice(0, 255);
}

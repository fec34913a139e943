// Same key, same answer: a retried POST is told what the first one was told.
import { createHash } from "node:crypto";
import type { IdempotencyRecord } from "../billing/core/collections.ts";
import type { State } from "../billing/core/state.ts";
import { StripeError } from "../billing/core/stripe-error.ts";

const keptMs = 24 * 3600 * 1000;
const longestKey = 255;

/** What makes two requests the same. */
export function fingerprintOf(method: string, path: string, body: string): string {
	return createHash("sha256").update(`${method} ${path}\n${body}`).digest("hex");
}

/**
 * The stored answer for this key, or undefined when the request is new. Errors: the key was used with
 * other parameters, or is too long.
 */
export function findAnswer(
	state: State,
	{ key, fingerprint, nowMs }: { key: string; fingerprint: string; nowMs: number },
): IdempotencyRecord | undefined {
	if (key.length > longestKey) {
		throw new StripeError(400, {
			type: "idempotency_error",
			message: `Idempotency keys can be at most ${longestKey} characters long.`,
		});
	}
	const stored = state.get("idempotency", key);
	if (stored === undefined || stored.createdAt + keptMs < nowMs) return undefined;
	if (stored.fingerprint === fingerprint) return stored;
	throw new StripeError(400, {
		type: "idempotency_error",
		message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
	});
}

/** Answers that no retry will ask for any more, oldest first. */
export function* oldAnswers(state: State, nowMs: number): Iterable<string> {
	for (const { id, createdAt } of state.oldestFirst("idempotency")) {
		if (createdAt + keptMs >= nowMs) return;
		yield id;
	}
}

/** A second request with a key whose first one is still being answered. */
export function keyInUse(key: string): StripeError {
	return new StripeError(409, {
		type: "idempotency_error",
		code: "idempotency_key_in_use",
		message: `There is currently another in-progress request using this Idempotent Key (${key}). Please try again later.`,
	});
}

// Reads the error bodies of the backend.
import type { ErrorReply } from "@tollgate/backend/contract";

/** What the backend says went wrong; the same fields whether it answered or could not be reached. */
export type Problem = Readonly<{
	code: string;
	message: string;
	param?: string | undefined;
	manage_url?: string | undefined;
}>;

export const unreachable: Problem = {
	code: "unavailable",
	message: "We can't reach billing right now. Nothing was changed. Try again in a moment.",
};

/**
 * The problem an error body names: our envelope, or the flat `{ code, message }` of the identity
 * library. Anything else counts as unreachable, since it is not our backend speaking.
 */
export function problemIn(body: unknown): Problem {
	if (isErrorReply(body)) return body.error;
	if (hasText(body, "code") && hasText(body, "message")) {
		return { code: body.code, message: body.message };
	}
	return unreachable;
}

function isErrorReply(body: unknown): body is ErrorReply {
	if (typeof body !== "object" || body === null || !("error" in body)) return false;
	return hasText(body.error, "code") && hasText(body.error, "message");
}

function hasText<K extends string>(value: unknown, key: K): value is Record<K, string> {
	return typeof value === "object" && value !== null && typeof Reflect.get(value, key) === "string";
}

// Who may use the control API, when not everybody on this machine.
import { createHash, timingSafeEqual } from "node:crypto";

/** Whether the `Authorization` header carries the token; without a token everybody may. */
export function allows(token: string | undefined, header: string | undefined): boolean {
	if (token === undefined) return true;
	return timingSafeEqual(digest(`Bearer ${token}`), digest(header ?? ""));
}

/** Of equal length whatever was sent, as the comparison wants it. */
function digest(text: string): Buffer {
	return createHash("sha256").update(text).digest();
}

// Who may use the control API, when not everybody on this machine.
import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Whether the `Authorization` header carries the token: as a bearer, or as the password that a browser
 * asks for (any user name). Without a token everybody may.
 */
export function allows(token: string | undefined, header: string | undefined): boolean {
	if (token === undefined) return true;
	return timingSafeEqual(digest(token), digest(sentIn(header ?? "")));
}

function sentIn(header: string): string {
	const [, scheme = "", value = ""] = /^(Bearer|Basic) (.*)$/.exec(header) ?? [];
	if (scheme !== "Basic") return value;
	const pair = Buffer.from(value, "base64").toString("utf8");
	return pair.slice(pair.indexOf(":") + 1);
}

/** Of equal length whatever was sent, as the comparison wants it. */
function digest(text: string): Buffer {
	return createHash("sha256").update(text).digest();
}

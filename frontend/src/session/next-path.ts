// Decides where a person may be sent after signing in.

/** A path of this site: one leading slash that is not the start of `//host` or `/\host`. */
const relativePath = /^\/(?![/\\])/;

/** Browsers drop tabs and line breaks inside addresses, so `/<tab>/host` would leave the site. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses.
const unsafeCharacters = /[\u0000-\u001f\u007f\\]/;

const maxLength = 1000;

/**
 * Gives back `value` when it is a path on this site, else `otherwise`.
 * The answer never leads to another origin, whatever a link or a form carried.
 */
export function safeNextPath(value: unknown, otherwise: string): string {
	if (typeof value !== "string" || value.length > maxLength) return otherwise;
	if (!relativePath.test(value) || unsafeCharacters.test(value)) return otherwise;
	const origin = "https://here.invalid";
	if (!URL.canParse(value, origin)) return otherwise;
	const url = new URL(value, origin);
	// Dot segments are resolved here, so that `/.//host` cannot turn into `//host` later.
	const path = `${url.pathname}${url.search}${url.hash}`;
	return url.origin === origin && relativePath.test(path) ? path : otherwise;
}

/** The address of a sign-in or sign-up page that comes back to `next`. */
export function withNext(page: "/sign-in" | "/sign-up", next: string): string {
	return `${page}?next=${encodeURIComponent(next)}`;
}

// Decides which addresses a page may send a browser to: only those the session itself names.

/** The address as typed, when it is absolute http or https; otherwise `null`, so no link is made. */
export function webAddress(address: string | null): string | null {
	return address !== null && originOf(address) !== null ? address : null;
}

/** The address to go to after success, if it leads to the same place as the session's own. */
export function successTarget(redirectTo: string, successUrl: string | null): string | null {
	const origin = originOf(redirectTo);
	return origin !== null && successUrl !== null && origin === originOf(successUrl)
		? redirectTo
		: null;
}

/** The session's success address with its placeholder filled in, as Stripe fills it. */
export function filledSuccessUrl(successUrl: string | null, sessionId: string): string | null {
	return webAddress(successUrl)?.replaceAll("{CHECKOUT_SESSION_ID}", sessionId) ?? null;
}

function originOf(address: string): string | null {
	if (!URL.canParse(address)) return null;
	const url = new URL(address);
	return url.protocol === "https:" || url.protocol === "http:" ? url.origin : null;
}

/** A path of this server, as one of our own pages names it; null for anything that could lead away. */
export function ownPath(path: string | undefined): string | null {
	return path !== undefined && /^\/[\w-][\w\-./?=&%]*$/.test(path) && !path.includes("//")
		? path
		: null;
}

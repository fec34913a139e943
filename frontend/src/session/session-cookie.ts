// Describes the one cookie that keeps a person signed in.

/**
 * Holds the session token of the built-in issuer, or with AUTH_MODE=external the outside provider's
 * own JWT. Scripts in the page can never read it.
 */
export const sessionCookieName = "tollgate_session";

/** The session itself decides when it ends (401); the cookie only has to live at least as long. */
const cookieLifetimeSeconds = 30 * 24 * 60 * 60;

/** How the cookie is set. `Secure` follows the public address, as browsers refuse it over http. */
export function sessionCookieOptions(baseUrl: string) {
	return {
		httpOnly: true,
		sameSite: "lax",
		secure: baseUrl.startsWith("https:"),
		path: "/",
		maxAge: cookieLifetimeSeconds,
	} as const;
}

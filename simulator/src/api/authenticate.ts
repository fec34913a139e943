// Who may ask: anybody on this machine with a test key, in the one version there is.
import { apiVersion } from "../billing/core/events.ts";
import { invalidRequest, StripeError } from "../billing/core/stripe-error.ts";

/** The key: `Bearer sk_test_…` or the user name of Basic. Throws Stripe's 401 for anything else. */
export function authenticate(header: string | undefined): string {
	const key = tokenIn(header);
	if (key === "") {
		throw new StripeError(401, {
			type: "invalid_request_error",
			message:
				"You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
		});
	}
	if (!/^sk_test_\w+$/.test(key)) {
		throw new StripeError(401, {
			type: "invalid_request_error",
			message: `Invalid API Key provided: ${masked(key)}`,
		});
	}
	return key;
}

/** What was sent to say who asks, whatever it is. */
export function tokenIn(header: string | undefined): string {
	const [scheme = "", value = ""] = (header ?? "").split(" ");
	if (scheme.toLowerCase() === "bearer") return value;
	if (scheme.toLowerCase() !== "basic") return "";
	return Buffer.from(value, "base64").toString("utf8").split(":")[0] ?? "";
}

/** A key in a log is a key lost; its ends are enough to recognise it. */
function masked(key: string): string {
	return key.length < 12 ? "*".repeat(key.length) : `${key.slice(0, 7)}****${key.slice(-4)}`;
}

/** Error: another version than the one the simulator speaks; none is that one. */
export function refuseOtherVersions(asked: unknown): void {
	if (asked === undefined || asked === apiVersion) return;
	throw invalidRequest(
		`Invalid Stripe API version: ${String(asked)}. This simulator speaks ${apiVersion} only.`,
	);
}

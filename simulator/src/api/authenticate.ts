// Who may ask: anybody on this machine with a test key.
import { StripeError } from "../billing/core/stripe-error.ts";

/** Accepts `Bearer sk_test_…` and the user name of Basic. Throws Stripe's 401 for anything else. */
export function authenticate(header: string | undefined): void {
	const key = keyOf(header);
	if (key === undefined) {
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
}

function keyOf(header: string | undefined): string | undefined {
	const [scheme = "", value = ""] = (header ?? "").split(" ");
	if (value === "") return undefined;
	if (scheme.toLowerCase() === "bearer") return value;
	if (scheme.toLowerCase() !== "basic") return undefined;
	return Buffer.from(value, "base64").toString("utf8").split(":")[0];
}

/** A key in a log is a key lost; its ends are enough to recognise it. */
function masked(key: string): string {
	return key.length < 12 ? "*".repeat(key.length) : `${key.slice(0, 7)}****${key.slice(-4)}`;
}

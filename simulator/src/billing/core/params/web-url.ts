// Addresses that a person's browser is sent to: of the web and no other.
import { invalidRequest } from "../stripe-error.ts";
import { type Param, text } from "./params.ts";

/** An absolute http or https address of at most `max` characters. Error code url_invalid. */
export function webUrl(max = 5000): Param<string | undefined> {
	const plain = text(max);
	return {
		read(raw, path) {
			const url = plain.read(raw, path);
			if (url !== undefined) refuseOddUrl(url, path);
			return url;
		},
	};
}

/** Error code url_invalid. `param` is its name as sent. */
export function refuseOddUrl(url: string, param: string): void {
	const parsed = URL.parse(url.replaceAll("{CHECKOUT_SESSION_ID}", "id"));
	if (parsed?.protocol === "http:" || parsed?.protocol === "https:") return;
	throw invalidRequest(
		"Not a valid URL. URLs must start with http:// or https:// and name a host.",
		{ code: "url_invalid", param },
	);
}

// The signature that proves a webhook came from here.
import { createHmac } from "node:crypto";

/**
 * The `Stripe-Signature` header: one `v1` per active secret over `<t>.<body>`. `t` is wall time in
 * seconds, also when the event itself happened on a moved clock, since receivers check its age.
 */
export function signatureHeader(body: string, secrets: readonly string[], at: Date): string {
	const seconds = Math.floor(at.getTime() / 1000);
	const signatures = secrets.map(
		(secret) => `v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`,
	);
	return [`t=${seconds}`, ...signatures].join(",");
}

// Deliveries that Stripe never sent: each must be refused and leave no trace.
import { createHmac } from "node:crypto";
import type { Random } from "../world/random.ts";
import type { Heard } from "./http-relay.ts";
import type { Tally } from "./tally.ts";

const forgedId = "evt_forged";

/** Sends one to `url`, made of a true delivery. Counts answers, and those that a forgery must never have. */
export async function sendForgery(
	url: string,
	genuine: Heard,
	parts: { random: Random; secret: string; tally: Tally },
): Promise<void> {
	const { random, secret, tally } = parts;
	const body = genuine.body
		.toString("utf8")
		.replace(/evt_\w+/, `${forgedId}${random.between(1, 1e9)}`);
	const now = Math.floor(Date.now() / 1000);
	const signature = random.pick([
		() => String(genuine.headers["stripe-signature"]),
		() => sign(body, "whsec_of_somebody_else", now),
		() => sign(body, secret, now - 3_600),
		() => `t=${now},v1=`,
		() => "",
	])();
	const reply = await fetch(`${url}/api/v1/stripe/webhook`, {
		method: "POST",
		signal: AbortSignal.timeout(10_000),
		headers: { "content-type": "application/json", "stripe-signature": signature },
		body,
	}).catch(() => null);
	tally.add(`forgery status ${reply?.status ?? 0}`);
	if (reply?.ok) tally.add("forgeries accepted");
}

export const forgedPattern = `${forgedId}%`;

function sign(body: string, secret: string, at: number): string {
	return `t=${at},v1=${createHmac("sha256", secret).update(`${at}.${body}`).digest("hex")}`;
}

// The outgoing webhook: signed by the Standard Webhooks scheme, to the one address that is configured.
import { Webhook } from "standardwebhooks";
import type { Clock } from "../domain/clock.ts";
import type { Delivered } from "../domain/delivery.ts";

export interface OutgoingWebhookSettings {
	url: URL;
	/** Each `whsec_…`; while one is rolled over, every one of them signs. */
	secrets: readonly string[];
	timeoutMs?: number;
}

/** `id` stays the same in every try, so that the receiver can drop a repetition. */
export interface OutgoingEvent {
	id: string;
	type: string;
	at: Date;
	data: unknown;
}

const defaultTimeoutMs = 10_000;

export function createWebhookCarrier(
	settings: OutgoingWebhookSettings,
	clock: Pick<Clock, "wallNow">,
) {
	const { url, secrets, timeoutMs = defaultTimeoutMs } = settings;
	const signers = secrets.map((secret) => new Webhook(secret));
	return async (event: OutgoingEvent): Promise<Delivered> => {
		const { id, type, at, data } = event;
		const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
		const sentAt = clock.wallNow();
		try {
			const response = await fetch(url, {
				method: "POST",
				headers: {
					"content-type": "application/json",
					"user-agent": "tollgate",
					"webhook-id": id,
					"webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
					"webhook-signature": signers.map((signer) => signer.sign(id, sentAt, body)).join(" "),
				},
				body,
				// A redirect would lead what was signed for one host to another.
				redirect: "manual",
				signal: AbortSignal.timeout(timeoutMs),
			});
			await response.body?.cancel();
			return verdictOf(response.status);
		} catch (error) {
			return { outcome: "retry", reason: `webhook: ${nameOf(error)}` };
		}
	};
}

function verdictOf(status: number): Delivered {
	if (status >= 200 && status < 300) return { outcome: "sent" };
	return { outcome: status === 410 ? "gone" : "retry", reason: `webhook: status ${status}` };
}

function nameOf(error: unknown): string {
	if (!(error instanceof Error)) return "unknown";
	const { cause } = error;
	return cause instanceof Error && "code" in cause ? String(cause.code) : error.name;
}

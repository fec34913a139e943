// A new signing secret for an endpoint, beside the old one for a while.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { WebhookEndpoint } from "../core/objects.ts";
import type { SecretRecord, SigningSecret } from "./records.ts";

/**
 * Events are signed with the new secret, and with the old ones too until `expiresAtMs` of the wall clock.
 * The answer is the only one that carries the new secret. Stripe does this in its dashboard alone.
 */
export function rollSecret(
	draft: Draft,
	id: string,
	{ nowMs, expiresAtMs }: { nowMs: number; expiresAtMs: number },
): WebhookEndpoint {
	const endpoint = getRecord(draft, "webhook_endpoint", { id });
	const secret = newSecret(draft);
	const old = activeSecrets(draft.get("secret", id), nowMs).map((one) => ({
		...one,
		expiresAtMs: Math.min(one.expiresAtMs ?? expiresAtMs, expiresAtMs),
	}));
	draft.put("secret", { id, secrets: [{ value: secret, expiresAtMs: null }, ...old] });
	return { ...endpoint, secret };
}

/** What signs at this moment of the wall clock, newest first. */
export function activeSecrets(record: SecretRecord | undefined, nowMs: number): SigningSecret[] {
	return (record?.secrets ?? []).filter(
		({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs,
	);
}

export function newSecret(draft: Draft): string {
	return `whsec_sim_${draft.newId("", 32)}`;
}

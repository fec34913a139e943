// Asks, a bounded number of times, whether a Checkout session has become a subscription.
import type { CheckoutConfirmationReply } from "@tollgate/backend/contract";

export type CheckoutOutcome =
	| Readonly<{ kind: "confirmed"; tierDisplayName: string | null }>
	| Readonly<{ kind: "expired" }>
	/** Still not known after the last try. */
	| Readonly<{ kind: "processing" }>
	/** Not a session of this person: there is nothing to say about it. */
	| Readonly<{ kind: "not-theirs" }>
	| Readonly<{ kind: "signed-out" }>
	| Readonly<{ kind: "failed" }>;

type ConfirmDeps = Readonly<{
	fetch: (path: string, init: { signal: AbortSignal }) => Promise<Response>;
	wait: (ms: number, signal: AbortSignal) => Promise<void>;
	signal: AbortSignal;
}>;

/** Pauses between the tries, about 20 s together. Each try asks Stripe, so few are needed. */
const pausesMs = [700, 1000, 1500, 2000, 3000, 3000, 4000, 4000];

/**
 * The outcome, as soon as it is known. A failing try counts as "not yet", because the next one may
 * succeed; only when the last one fails too is the outcome `failed`. Throws when `signal` aborts.
 */
export async function confirmCheckout(
	sessionId: string,
	{ fetch, wait, signal }: ConfirmDeps,
): Promise<CheckoutOutcome> {
	const path = `/api/proxy/stripe/checkout-sessions/${encodeURIComponent(sessionId)}`;
	let last: CheckoutOutcome = { kind: "processing" };
	for (const pauseMs of [0, ...pausesMs]) {
		if (pauseMs > 0) await wait(pauseMs, signal);
		last = await ask(() => fetch(path, { signal }));
		signal.throwIfAborted();
		if (last.kind !== "processing" && last.kind !== "failed") return last;
	}
	return last;
}

async function ask(send: () => Promise<Response>): Promise<CheckoutOutcome> {
	try {
		const response = await send();
		if (response.status === 401) return { kind: "signed-out" };
		if (response.status === 404) return { kind: "not-theirs" };
		if (!response.ok) return { kind: "failed" };
		// The wire: the backend validates this reply against the schema the type comes from.
		const reply = (await response.json()) as CheckoutConfirmationReply;
		if (reply.status === "confirmed") {
			const { subscription, subscription_tier: tier } = reply.billing;
			return { kind: "confirmed", tierDisplayName: subscription?.tier_display_name ?? tier };
		}
		if (reply.status === "expired") return { kind: "expired" };
		return { kind: reply.status === "confirming" ? "processing" : "failed" };
	} catch {
		return { kind: "failed" };
	}
}

// A bank's late answer to a session that completed before it.
import type { Draft } from "../core/draft.ts";
import type { PaymentOutcome } from "../payments/intents/payment-intents.ts";

/** Emits checkout.session.async_payment_succeeded, with the session paid, or async_payment_failed. */
export function followSession(draft: Draft, outcome: PaymentOutcome): void {
	for (const { id } of [...draft.list("checkout", { group: `intent:${outcome.intent.id}` })]) {
		const session = draft.get("checkout.session", id);
		if (session?.status !== "complete" || session.payment_status !== "unpaid") continue;
		if (outcome.kind === "declined") {
			draft.emit("checkout.session.async_payment_failed", session);
		} else if (outcome.kind === "paid") {
			const paid = draft.put("checkout.session", { ...session, payment_status: "paid" });
			draft.emit("checkout.session.async_payment_succeeded", paid);
		}
	}
}

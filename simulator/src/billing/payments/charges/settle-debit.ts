// The bank's answer to a debit that was processing.
import type { Draft } from "../../core/draft.ts";
import { declines } from "../declines.ts";
import { failIntent, type PaymentOutcome } from "../intents/payment-intents.ts";
import { decideDebit } from "../methods/bank-debits.ts";
import { receiptUrl, settleInto } from "./charges.ts";

/**
 * The debit has succeeded or failed. Emits charge.succeeded and payment_intent.succeeded, or charge.failed
 * and payment_intent.payment_failed. Null when the intent is not waiting any more.
 */
export function settleDebit(draft: Draft, id: string): PaymentOutcome | null {
	const intent = draft.get("payment_intent", id);
	const charge = draft.get("charge", intent?.latest_charge ?? "");
	const method = draft.get("payment_method", intent?.payment_method ?? "");
	if (intent?.status !== "processing" || charge === undefined || method === undefined) return null;
	const account = draft.get("card", method.id)?.number ?? "";
	if (!decideDebit(account).succeeds) {
		const decline = declines.debit_failed;
		const failed = draft.put("charge", {
			...charge,
			captured: false,
			failure_code: "generic_decline",
			failure_message: decline.message,
			status: "failed",
		});
		draft.emit("charge.failed", failed);
		return { ...failIntent(draft, intent, { method, decline }), charge: failed };
	}
	const succeeded = draft.put("charge", {
		...charge,
		amount_captured: charge.amount,
		balance_transaction: settleInto(draft, charge).id,
		paid: true,
		receipt_url: receiptUrl(draft, charge.id),
		status: "succeeded",
	});
	draft.emit("charge.succeeded", succeeded);
	const paid = draft.put("payment_intent", {
		...intent,
		amount_received: intent.amount,
		status: "succeeded",
	});
	draft.emit("payment_intent.succeeded", paid);
	return { kind: "paid", intent: paid, charge: succeeded };
}

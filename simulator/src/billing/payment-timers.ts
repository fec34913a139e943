// What happens to payments when their time has come.
import { followSession } from "./checkout/follow-session.ts";
import type { Draft } from "./core/draft.ts";
import type { Dispute } from "./core/objects.ts";
import { followIntent } from "./invoices/collect/follow-intent.ts";
import { settleCharge } from "./payments/charges/charges.ts";
import { settleRefund } from "./payments/charges/refunds.ts";
import { settleDebit } from "./payments/charges/settle-debit.ts";
import { expireDispute, openDispute } from "./payments/disputes/disputes.ts";
import { expireAuthorization } from "./payments/intents/capture-payment-intent.ts";
import { endForFailedPayment } from "./subscriptions/end/end-subscription.ts";
import { terminalStatuses } from "./subscriptions/status.ts";

export const paymentTimers = {
	dispute_due: expireDispute,
	expire_authorization: expireAuthorization,
	open_dispute: complain,
	settle_charge: settleCharge,
	settle_debit: hearFromBank,
	settle_refund: settleRefund,
};

/** The holder complains; his subscription follows only where the settings say so. */
function complain(draft: Draft, charge: string): void {
	const dispute = openDispute(draft, charge);
	if (dispute === undefined || draft.settings.subscriptionOnDispute === "leave") return;
	for (const subscription of subscriptionsPaidBy(draft, dispute)) {
		if (terminalStatuses.has(subscription.status)) continue;
		endForFailedPayment(draft, subscription, "payment_disputed");
	}
}

function subscriptionsPaidBy(draft: Draft, { payment_intent }: Dispute) {
	const group = `payment_intent:${payment_intent}`;
	return [...draft.list("invoice_payment", { group })].flatMap((payment) => {
		const invoice = draft.get("invoice", payment.invoice);
		const id = invoice?.parent?.subscription_details?.subscription ?? "";
		return draft.get("subscription", id) ?? [];
	});
}

function hearFromBank(draft: Draft, intent: string): void {
	const outcome = settleDebit(draft, intent);
	if (outcome === null) return;
	followIntent(draft, outcome);
	followSession(draft, outcome);
}

// What a successful checkout leaves behind when it sells once, or only saves a card.

import type { Draft } from "../../core/draft.ts";
import type { CheckoutSession, Customer } from "../../core/objects.ts";
import { unschedule } from "../../core/time/schedule-timer.ts";
import { withCollected } from "../collected/keep-answers.ts";
import { detailsOf } from "../open/build-session.ts";
import { redeemSession } from "../pricing/session-discounts.ts";
import { adoptIntent, bindOnce, type Completion, customerOf } from "./complete-session.ts";

/**
 * The session is complete; its intent is the given customer's, and his card is saved where asked for.
 * Emits checkout.session.completed. A bank debit leaves it unpaid until the bank has answered.
 */
export function completePayment(
	draft: Draft,
	done: Completion,
	how: "paid" | "authorized" | "processing" | null,
): CheckoutSession {
	const { session, payer } = done;
	const customer = findCustomer(draft, done);
	if (customer !== undefined) {
		if (session.mode === "setup" || done.intent?.setup_future_usage) {
			bindOnce(draft, done, customer.id);
		}
		adoptIntent(draft, done.record.intent, customer.id);
	}
	redeemSession(draft, session, { customer: customer?.id ?? null, subscription: null });
	unschedule(draft, "expire_session", session.id);
	const closed = {
		...session,
		customer: customer?.id ?? null,
		customer_details: detailsOf(
			customer?.email ?? payer.email ?? session.customer_email,
			payer.name ?? customer?.name ?? null,
		),
		payment_intent: done.intent?.id ?? null,
		payment_status: how === null ? "no_payment_required" : how === "paid" ? "paid" : "unpaid",
		status: "complete",
		url: null,
	} satisfies CheckoutSession;
	const complete = draft.put("checkout.session", withCollected(closed, done.record));
	draft.emit("checkout.session.completed", complete);
	return complete;
}

/** A guest stays one, unless the session wants everybody on file. */
function findCustomer(draft: Draft, done: Completion): Customer | undefined {
	const { customer, customer_creation } = done.session;
	if (customer === null && customer_creation !== "always") return undefined;
	return customerOf(draft, done);
}

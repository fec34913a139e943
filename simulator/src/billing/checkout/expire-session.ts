// A session nobody finished.

import type { Draft } from "../core/draft.ts";
import type { CheckoutSession } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { unschedule } from "../core/time/schedule-timer.ts";
import { cancelPaymentIntent } from "../payments/intents/payment-intents.ts";
import { openRecovery } from "./open/recover-session.ts";

/** The session is expired and its page closed. Emits checkout.session.expired. Only an open one can be. */
export function expireSession(draft: Draft, session: CheckoutSession): CheckoutSession {
	if (session.status !== "open") {
		throw invalidRequest(
			`Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
		);
	}
	unschedule(draft, "expire_session", session.id);
	const record = draft.get("checkout", session.id);
	if (record?.intent) cancelPaymentIntent(draft, record.intent);
	if (record !== undefined) draft.put("checkout", { ...record, challenged: null });
	const after_expiration = openRecovery(draft, session);
	const expired = draft.put("checkout.session", {
		...session,
		after_expiration,
		status: "expired",
		url: null,
	});
	draft.emit("checkout.session.expired", expired);
	return expired;
}

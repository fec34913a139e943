// The good end of an attempt to pay.

import type { Draft } from "../core/draft.ts";
import type { Charge, PaymentIntent, PaymentMethod } from "../core/objects.ts";
import { schedule } from "../core/time/schedule-timer.ts";
import { buildCharge } from "../payments/charges/charges.ts";
import { findCard } from "../payments/methods/cards.ts";

/** The intent is paid, or its amount is held where it is captured by hand. */
export interface Success {
	kind: "paid" | "authorized";
	intent: PaymentIntent;
	charge: Charge;
}

/** Charges the method. Emits charge.succeeded and payment_intent.succeeded or amount_capturable_updated. */
export function succeedPayment(
	draft: Draft,
	intent: PaymentIntent,
	{ method, authenticated = false }: { method: PaymentMethod; authenticated?: boolean },
): Success {
	const charge = draft.put(
		"charge",
		buildCharge(draft, intent, { method, decline: null, authenticated }),
	);
	draft.emit("charge.succeeded", charge);
	const card = draft.get("card", method.id);
	if (card !== undefined) draft.put("card", { ...card, setUp: true });
	if (card !== undefined && findCard(card.number)?.dispute !== undefined) {
		schedule(draft, "open_dispute", charge.id, draft.now);
	}
	const held = intent.capture_method === "manual";
	if (held) schedule(draft, "expire_authorization", intent.id, expiryOf(draft));
	else if (charge.balance_transaction === null) {
		schedule(draft, "settle_charge", charge.id, draft.now + draft.settings.captureDelaySeconds);
	}
	const paid = draft.put("payment_intent", {
		...intent,
		amount_capturable: held ? intent.amount : 0,
		amount_received: held ? 0 : intent.amount,
		last_payment_error: null,
		latest_charge: charge.id,
		next_action: null,
		payment_method: method.id,
		status: held ? "requires_capture" : "succeeded",
	});
	const type = held ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded";
	draft.emit(type, paid);
	return { kind: held ? "authorized" : "paid", intent: paid, charge };
}

function expiryOf(draft: Draft): number {
	return draft.now + draft.settings.authorizationSeconds;
}

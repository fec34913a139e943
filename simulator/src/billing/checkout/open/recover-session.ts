// A session that ran out of time, opened again by the link in its after_expiration.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { CheckoutSession } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { schedule } from "../../core/time/schedule-timer.ts";
import { announceSetupIntent, blankSetupIntent } from "../../payments/setups/setup-intents.ts";
import { priceSession } from "../pricing/price-session.ts";

const recoverableSeconds = 30 * 86_400;

/** What an expired session says of its recovery: an address that works for thirty days. */
export function openRecovery(
	draft: Draft,
	{ id, after_expiration }: CheckoutSession,
): CheckoutSession["after_expiration"] {
	const recovery = after_expiration?.recovery;
	if (!recovery?.enabled) return after_expiration;
	const url = `${draft.baseUrl}/r/${id}`;
	const expires_at = draft.now + recoverableSeconds;
	return { recovery: { ...recovery, expires_at, url } };
}

/**
 * An open copy of the expired session, with its discounts and with codes where the recovery allows them.
 * Every visit opens one of its own. Error: nothing to recover, or too late.
 */
export function recoverSession(draft: Draft, id: string): CheckoutSession {
	const expired = getRecord(draft, "checkout.session", { id });
	const record = getRecord(draft, "checkout", { id });
	const recovery = expired.after_expiration?.recovery;
	if (!recovery?.url || (recovery.expires_at ?? 0) <= draft.now) {
		throw invalidRequest("This Checkout Session cannot be recovered any more.");
	}
	const copy = draft.newId("cs_test", 58);
	const setup = expired.mode === "setup" ? freshSetup(draft, expired) : null;
	const { allow_promotion_codes, enabled } = recovery;
	draft.put("checkout.session", {
		...expired,
		id: copy,
		after_expiration: { recovery: { allow_promotion_codes, enabled, expires_at: null, url: null } },
		allow_promotion_codes: allow_promotion_codes || expired.allow_promotion_codes,
		created: draft.now,
		expires_at: draft.now + draft.settings.sessionSeconds,
		payment_intent: null,
		recovered_from: id,
		setup_intent: setup,
		status: "open",
		url: `${draft.baseUrl}/c/pay/${copy}`,
	});
	draft.put("checkout", {
		...record,
		id: copy,
		challenged: null,
		trialEnd: record.trialEnd !== null && record.trialEnd <= draft.now ? null : record.trialEnd,
		collected: null,
		intent: setup,
		lines: record.lines.map((line) => ({ ...line, id: draft.newId("li", 24) })),
	});
	const session =
		expired.mode === "setup"
			? getRecord(draft, "checkout.session", { id: copy })
			: priceSession(draft, copy);
	schedule(draft, "expire_session", copy, session.expires_at);
	return session;
}

function freshSetup(draft: Draft, { customer, payment_method_types }: CheckoutSession): string {
	const blank = blankSetupIntent(draft);
	return announceSetupIntent(draft, {
		...blank,
		customer: typeof customer === "string" ? customer : null,
		payment_method_types,
	}).id;
}

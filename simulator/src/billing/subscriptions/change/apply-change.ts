// A running subscription becomes another: prorated, invoiced and charged as asked.

import type { Draft } from "../../core/draft.ts";
import type { Invoice, Subscription } from "../../core/objects.ts";
import { periodEndAfter } from "../../core/time/calendar.ts";
import { schedule } from "../../core/time/schedule-timer.ts";
import { getCustomer } from "../../customers/revise-customer.ts";
import { createInvoice, pendingItems } from "../../invoices/build-invoice.ts";
import {
	type Collection,
	collectInvoice,
	findMethod,
} from "../../invoices/collect/collect-invoice.ts";
import { followOutcome } from "../../invoices/collect/follow-outcome.ts";
import { refusalOf } from "../../invoices/collect/refuse-unpaid.ts";
import { finalizeInvoice } from "../../invoices/finalize-invoice.ts";
import { sendInvoice } from "../../invoices/send-invoice.ts";
import { prorate } from "../../prorations/prorate.ts";
import { recordProrations } from "../../prorations/record-prorations.ts";
import {
	cadenceOf,
	periodEndOf,
	reviseSubscription,
	schedulePeriod,
} from "../start/build-subscription.ts";
import { holdUpdate } from "./pending-update.ts";

/** A subscription as it stands, and with the request's changes already in it. */
export interface Edit {
	before: Subscription;
	changed: Subscription;
}

type ProrationBehavior = "always_invoice" | "create_prorations" | "none";
export type PaymentBehavior =
	| "allow_incomplete"
	| "default_incomplete"
	| "error_if_incomplete"
	| "pending_if_incomplete";

export interface ChangeTerms {
	proration: ProrationBehavior;
	/** The second from which the change counts; unix seconds. */
	at: number;
	payment: PaymentBehavior;
	/** Whether every item starts a new period now, billed whole and at once. */
	restarts: boolean;
}

/**
 * The subscription is `changed` afterwards, unless its payment failed and was required. Emits
 * invoiceitem.created per proration, the invoice's and the payment's events when something is billed at
 * once, then customer.subscription.updated.
 */
export function applyChange(draft: Draft, edit: Edit, terms: ChangeTerms): Subscription {
	const invoice = billChange(draft, edit, terms);
	if (invoice === null) return settleChange(draft, edit, {});
	const open = finalizeInvoice(draft, invoice, { announced: false });
	const outcome = collectChange(draft, open, { edit, terms });
	const refusal = refusalOf(outcome);
	if (refusal !== null && terms.payment === "error_if_incomplete") throw refusal;
	if (refusal !== null && terms.payment === "pending_if_incomplete") {
		return holdUpdate(draft, edit, open);
	}
	const after = settleChange(draft, edit, { latest_invoice: open.id });
	return followOutcome(draft, { subscription: after, invoice: open }, outcome);
}

/** Records the prorations, and the draft invoice when the change is billed at once. */
function billChange(draft: Draft, edit: Edit, terms: ChangeTerms): Invoice | null {
	const { before, changed } = edit;
	const { at, restarts } = terms;
	if (terms.proration !== "none") {
		const prorations = prorate(draft, { before, after: changed, at, restarts });
		recordProrations(draft, changed, prorations);
	}
	const { customer, id } = changed;
	const waiting = pendingItems(draft, { customer, subscription: id });
	const atOnce = restarts || (terms.proration === "always_invoice" && waiting.length > 0);
	if (!atOnce) return null;
	const start = before.items.data[0]?.current_period_start ?? draft.now;
	return createInvoice(draft, {
		subscription: changed,
		customer: getCustomer(draft, customer),
		reason: "subscription_update",
		period: { start: restarts ? draft.now : start, end: draft.now },
		autoAdvance: false,
		items: restarts ? changed.items.data : [],
		used: restarts && before.status !== "trialing" ? before.items.data : [],
	});
}

function collectChange(
	draft: Draft,
	invoice: Invoice,
	{ edit, terms }: { edit: Edit; terms: ChangeTerms },
): Collection {
	const sent = edit.changed.collection_method === "send_invoice";
	const left = (sent || terms.payment === "default_incomplete") && invoice.amount_due > 0;
	if (left) {
		if (sent) sendInvoice(draft, invoice);
		return { kind: "left_open" };
	}
	return collectInvoice(draft, invoice, {
		announced: true,
		retried: terms.payment !== "pending_if_incomplete",
		method: findMethod(draft, edit.changed, invoice),
	});
}

/** Stores and announces it, and lets its periods and its end come when they are due now. */
export function settleChange(
	draft: Draft,
	{ before, changed }: Edit,
	values: Partial<Subscription>,
): Subscription {
	const end = periodEndOf(changed);
	const moved = end !== periodEndOf(before) || changed.status !== before.status;
	const ending = changed.cancel_at_period_end ? { cancel_at: end } : {};
	const after = reviseSubscription(draft, before, { ...changed, ...ending, ...values });
	if (changed.cancel_at_period_end) schedule(draft, "cancel_subscription", before.id, end);
	if (moved) schedulePeriod(draft, after);
	return after;
}

/** The subscription anchored now, each item in a period that begins now. */
export function restarted(draft: Draft, changed: Subscription): Subscription {
	const trialEnd = changed.status === "trialing" ? changed.trial_end : null;
	const data = changed.items.data.map((item) => ({
		...item,
		current_period_start: draft.now,
		current_period_end: trialEnd ?? periodEndAfter(draft.now, draft.now, cadenceOf(item.price)),
	}));
	return {
		...changed,
		billing_cycle_anchor: trialEnd ?? draft.now,
		items: { ...changed.items, data },
	};
}

// An update that waits for its payment.

import type { Draft } from "../../core/draft.ts";
import type { Invoice, Subscription } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { schedule, unschedule } from "../../core/time/schedule-timer.ts";
import { reviseSubscription, schedulePeriod } from "../start/build-subscription.ts";

interface Held {
	before: Subscription;
	changed: Subscription;
}

/** The subscription stays as it was but for `pending_update`. Emits customer.subscription.updated. */
export function holdUpdate(
	draft: Draft,
	{ before, changed }: Held,
	invoice: Invoice,
): Subscription {
	const expiresAt = draft.now + draft.settings.pendingUpdateSeconds;
	schedule(draft, "expire_pending_update", before.id, expiresAt);
	const anchor = changed.billing_cycle_anchor;
	return reviseSubscription(draft, before, {
		latest_invoice: invoice.id,
		pending_update: {
			billing_cycle_anchor: anchor === before.billing_cycle_anchor ? null : anchor,
			cancel_at_period_end: null,
			discount: null,
			discounts: null,
			expires_at: expiresAt,
			metadata: null,
			subscription_items: changed.items.data,
			trial_end: changed.trial_end === before.trial_end ? null : changed.trial_end,
			trial_from_plan: null,
		},
	});
}

const pendable = new Set([
	"add_invoice_items",
	"billing_cycle_anchor",
	"items",
	"off_session",
	"payment_behavior",
	"proration_behavior",
	"proration_date",
	"trial_end",
]);

/** Documented: only what changes the price may wait for its payment. */
export function refuseUnpendable(before: Subscription, params: Record<string, unknown>): void {
	const other = Object.entries(params).find(
		([name, value]) => value !== undefined && !pendable.has(name),
	);
	if (other !== undefined) {
		throw invalidRequest(
			`When \`payment_behavior\` is set to \`pending_if_incomplete\`, \`${other[0]}\` is not supported.`,
			{ param: other[0] },
		);
	}
	if (before.collection_method === "charge_automatically") return;
	throw invalidRequest(
		"`payment_behavior=pending_if_incomplete` needs a subscription that is charged automatically.",
		{ param: "payment_behavior" },
	);
}

/** The invoice was paid in time. Emits customer.subscription.updated and .pending_update_applied. */
export function applyPendingUpdate(draft: Draft, before: Subscription): Subscription {
	const held = before.pending_update;
	if (held === null) return before;
	unschedule(draft, "expire_pending_update", before.id);
	const after = reviseSubscription(draft, before, {
		billing_cycle_anchor: held.billing_cycle_anchor ?? before.billing_cycle_anchor,
		items: { ...before.items, data: held.subscription_items ?? before.items.data },
		pending_update: null,
		trial_end: held.trial_end ?? before.trial_end,
	});
	draft.emit("customer.subscription.pending_update_applied", after);
	schedulePeriod(draft, after);
	return after;
}

/** Nobody paid for it. Emits customer.subscription.updated and .pending_update_expired. */
export function discardPendingUpdate(draft: Draft, before: Subscription): Subscription {
	if (before.pending_update === null) return before;
	unschedule(draft, "expire_pending_update", before.id);
	const after = reviseSubscription(draft, before, { pending_update: null });
	draft.emit("customer.subscription.pending_update_expired", after);
	return after;
}

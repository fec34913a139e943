// Ending a trial early, moving its end, or beginning one.

import type { Draft } from "../../core/draft.ts";
import type { Subscription } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { unschedule } from "../../core/time/schedule-timer.ts";
import { findMethod } from "../../invoices/collect/collect-invoice.ts";
import { endScheduled } from "../end/end-subscription.ts";
import { pausedSince } from "../pause/paused-since.ts";
import { reviseSubscription, stopPeriod } from "../start/build-subscription.ts";
import {
	applyChange,
	type ChangeTerms,
	type Edit,
	restarted,
	settleChange,
} from "./apply-change.ts";

/** A new period starts now and is invoiced and charged within the request. */
export function endTrialNow(draft: Draft, edit: Edit, terms: ChangeTerms): Subscription {
	const { before, changed } = edit;
	draft.emit("customer.subscription.trial_will_end", before);
	unschedule(draft, "trial_will_end", before.id);
	const stopped = stopWithoutMethod(draft, edit);
	if (stopped !== undefined) return stopped;
	const active = restarted(draft, { ...changed, status: "active" });
	return applyChange(
		draft,
		{ before, changed: { ...active, trial_end: draft.now } },
		{ ...terms, restarts: true },
	);
}

/**
 * The trial and its period end at `end`. A subscription that was already paid for is credited for its
 * unused time. Emits customer.subscription.updated.
 */
export function moveTrialEnd(
	draft: Draft,
	{ before, changed }: Edit,
	{ end, terms }: { end: number; terms: ChangeTerms },
): Subscription {
	if (end <= draft.now) {
		throw invalidRequest("Timestamp must be in the future.", { param: "trial_end" });
	}
	if (before.status === "trialing") {
		unschedule(draft, "trial_will_end", before.id);
		return settleChange(draft, { before, changed: trialUntil(changed, end) }, {});
	}
	const trialing = { ...changed, status: "trialing", trial_start: draft.now, trial_end: end };
	const started = restarted(draft, trialing);
	return applyChange(draft, { before, changed: started }, { ...terms, restarts: true });
}

function trialUntil(changed: Subscription, end: number): Subscription {
	const data = changed.items.data.map((item) => ({ ...item, current_period_end: end }));
	return {
		...changed,
		trial_end: end,
		billing_cycle_anchor: end,
		items: { ...changed.items, data },
	};
}

/** A trial that is over with nobody to charge: what the subscription's own settings want then. */
export function stopWithoutMethod(
	draft: Draft,
	{ before, changed }: Edit,
): Subscription | undefined {
	if (changed.collection_method === "send_invoice") return undefined;
	if (findMethod(draft, changed) !== undefined) return undefined;
	const behavior = changed.trial_settings?.end_behavior.missing_payment_method;
	if (behavior === "cancel") return endScheduled(draft, changed);
	if (behavior !== "pause") return undefined;
	stopPeriod(draft, before.id);
	const paused = reviseSubscription(draft, before, {
		...changed,
		status: "paused",
		...pausedSince(draft, "trial_end_without_payment_method"),
	});
	draft.emit("customer.subscription.paused", paused);
	return paused;
}

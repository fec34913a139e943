// The notice that an invoice will come.

import type { Draft } from "../../core/draft.ts";
import type { Subscription } from "../../core/objects.ts";
import { StripeError } from "../../core/stripe-error.ts";
import { previewInvoice } from "./preview-invoice.ts";

/** Emits invoice.upcoming with a preview that has no id yet; nothing when no invoice will come. */
export function announceUpcoming(draft: Draft, subscription: Subscription): void {
	try {
		const preview = previewInvoice(draft, { subscription: subscription.id });
		const { id: _id, ...upcoming } = preview;
		draft.emit("invoice.upcoming", upcoming);
	} catch (problem) {
		if (!(problem instanceof StripeError)) throw problem;
	}
}

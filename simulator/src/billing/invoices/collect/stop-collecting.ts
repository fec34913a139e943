// An invoice that nobody goes on collecting.

import type { Draft } from "../../core/draft.ts";
import type { Invoice } from "../../core/objects.ts";
import { unschedule } from "../../core/time/schedule-timer.ts";

/**
 * A draft or open invoice stays as it is: it is neither finalized nor charged by itself any more. Emits
 * invoice.updated when it would have been.
 */
export function stopCollecting(draft: Draft, invoice: Invoice): void {
	unschedule(draft, "finalize_invoice", invoice.id);
	unschedule(draft, "retry_payment", invoice.id);
	if (invoice.status !== "open" && invoice.status !== "draft") return;
	const left = draft.put("invoice", {
		...invoice,
		auto_advance: false,
		automatically_finalizes_at: null,
		next_payment_attempt: null,
	});
	if (invoice.auto_advance) draft.emit("invoice.updated", left, invoice);
}

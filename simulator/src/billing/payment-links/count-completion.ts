// What a completed session does to the payment link it came from.
import type { Draft } from "../core/draft.ts";
import type { CheckoutSession } from "../core/objects.ts";

/**
 * One more session of the link is complete. At its limit the link closes, if the settings have it so, and
 * says payment_link.updated.
 */
export function countCompletion(draft: Draft, session: CheckoutSession): void {
	const link = draft.get("payment_link", session.payment_link ?? "");
	const completed = link?.restrictions?.completed_sessions;
	if (link === undefined || completed === undefined) return;
	const count = completed.count + 1;
	const closes = count >= completed.limit && draft.settings.paymentLinkClosesAtLimit;
	const after = draft.put("payment_link", {
		...link,
		active: link.active && !closes,
		restrictions: { completed_sessions: { ...completed, count } },
	});
	if (after.active !== link.active) draft.emit("payment_link.updated", after, link);
}

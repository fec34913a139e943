// The one task a portal session leads to, from the state.

import type { Draft } from "../../billing/core/draft.ts";
import type { PortalSession } from "../../billing/core/objects.ts";
import { retentionCoupon } from "../../billing/portal/flows/retention-offer.ts";
import type { PortalFlow, PortalTask } from "../../pages/portal/portal-billing.ts";
import { couponWords } from "../coupon-words.ts";

/** Null for a session that opens the portal's home. */
export function flowOf(draft: Draft, session: PortalSession): PortalFlow | null {
	const { flow } = session;
	if (flow === null) return null;
	const task = taskOf(draft, session, flow);
	if (task === undefined) return null;
	const { type, redirect, hosted_confirmation } = flow.after_completion;
	if (type === "redirect" && redirect !== null) {
		return { task, after: { kind: "redirect", url: redirect.return_url } };
	}
	return type === "hosted_confirmation"
		? { task, after: { kind: "message", words: hosted_confirmation?.custom_message ?? null } }
		: { task, after: { kind: "home" } };
}

function taskOf(
	draft: Draft,
	session: PortalSession,
	flow: NonNullable<PortalSession["flow"]>,
): PortalTask | undefined {
	if (flow.type === "payment_method_update") return { kind: "card" };
	if (flow.type === "customer_update") return { kind: "details" };
	const { subscription_cancel: cancel, subscription_update: update } = flow;
	if (cancel !== null) {
		const coupon = retentionCoupon(draft, session);
		const offer = coupon === undefined ? null : couponWords(coupon);
		return { kind: "cancel", subscription: cancel.subscription, offer };
	}
	const pause = flow.subscription_pause;
	if (pause !== null) return { kind: "pause", subscription: pause.subscription };
	if (update !== null) return { kind: "update", subscription: update.subscription };
	const confirm = flow.subscription_update_confirm;
	const [wanted] = confirm?.items ?? [];
	if (confirm === null || wanted === undefined) return undefined;
	const items = draft.get("subscription", confirm.subscription)?.items.data ?? [];
	const current = items.find(({ id }) => id === wanted.id);
	const price = wanted.price ?? current?.price.id ?? "";
	const quantity = wanted.quantity ?? current?.quantity ?? 1;
	return {
		kind: "confirm",
		subscription: confirm.subscription,
		wanted: { price, quantity, asOf: null },
	};
}

// A session's flow as the session shows it.
import type { PortalSession } from "../../core/objects.ts";
import type { FlowData } from "./flow-params.ts";

type Flow = NonNullable<PortalSession["flow"]>;

/** Every kind of task is a field; all but the one asked for are null. */
export function toFlow(flow: FlowData): Flow {
	return {
		after_completion: toAfterCompletion(flow.after_completion),
		customer_update: flow.type === "customer_update" ? {} : null,
		subscription_pause: flow.subscription_pause ?? null,
		subscription_cancel: toCancel(flow.subscription_cancel),
		subscription_update: flow.subscription_update ?? null,
		subscription_update_confirm: toConfirm(flow.subscription_update_confirm),
		type: flow.type,
	};
}

function toAfterCompletion(after: FlowData["after_completion"]): Flow["after_completion"] {
	return {
		type: after?.type ?? "portal_homepage",
		hosted_confirmation:
			after?.type === "hosted_confirmation"
				? { custom_message: after.hosted_confirmation?.custom_message ?? null }
				: null,
		redirect: after?.redirect ?? null,
	};
}

function toCancel(cancel: FlowData["subscription_cancel"]): Flow["subscription_cancel"] {
	if (cancel === undefined) return null;
	return { subscription: cancel.subscription, retention: cancel.retention ?? null };
}

function toConfirm(
	confirm: FlowData["subscription_update_confirm"],
): Flow["subscription_update_confirm"] {
	if (confirm === undefined) return null;
	return {
		discounts:
			confirm.discounts?.map(({ coupon, promotion_code }) => ({
				coupon: coupon ?? null,
				promotion_code: promotion_code ?? null,
			})) ?? null,
		items: confirm.items.map(({ id, price, quantity }) => ({
			id,
			price: price ?? null,
			...(quantity === undefined ? {} : { quantity }),
		})),
		subscription: confirm.subscription,
	};
}

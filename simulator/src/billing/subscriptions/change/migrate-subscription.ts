// The one-way step from classic to flexible billing mode.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Subscription } from "../../core/objects.ts";
import { hash, oneOf, required, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { isItemized } from "../../prorations/discounted.ts";
import { reviseSubscription } from "../start/build-subscription.ts";

export const subscriptionMigrateParams = {
	billing_mode: required(
		hash({
			flexible: hash({ proration_discounts: oneOf("included", "itemized") }),
			type: required(oneOf("flexible")),
		}),
	),
};

/** Flexible from now on, or itemized. Emits customer.subscription.updated. Error: it is already. */
export function migrateSubscription(
	draft: Draft,
	id: string,
	{ billing_mode }: Values<typeof subscriptionMigrateParams>,
): Subscription {
	const before = getRecord(draft, "subscription", { id });
	const proration_discounts = billing_mode.flexible?.proration_discounts ?? "included";
	const itemizes = proration_discounts === "itemized" && !isItemized(before);
	if (before.billing_mode.type === "flexible" && !itemizes) {
		throw invalidRequest("This subscription is already in flexible billing mode.", {
			param: "billing_mode[type]",
		});
	}
	return reviseSubscription(draft, before, {
		billing_mode: {
			type: "flexible",
			flexible: { proration_discounts },
			updated_at: draft.now,
		},
	});
}

// Name, e-mail and address, as somebody corrects them in the portal.

import type { Draft } from "../core/draft.ts";
import type { Customer } from "../core/objects.ts";
import { type Given, given } from "../core/params/given.ts";
import { customerUpdateParams, updateCustomer } from "../customers/customers.ts";
import { requireFeature, visitorOf } from "./own-session.ts";

/** Parameters of the customer, as its own update takes them. */
export type Details = Readonly<
	Partial<Record<"address" | "email" | "name" | "phone" | "shipping", Given>>
>;

/** Changes what the configuration lets him change; the rest of what was sent is left out. */
export function portalUpdateDetails(draft: Draft, sessionId: string, details: Details): Customer {
	const { customer, features } = visitorOf(draft, sessionId);
	const feature = features.customer_update;
	requireFeature(feature.enabled);
	const allowed = Object.entries(details).filter(([name]) =>
		feature.allowed_updates.some((one) => one === name),
	);
	const params = given(customerUpdateParams, Object.fromEntries(allowed));
	return updateCustomer(draft, customer.id, params);
}

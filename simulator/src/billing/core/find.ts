// Looking things up by id, and refusing plainly when nothing is there.
import type { CollectionName, Collections } from "./collections.ts";
import type { Draft } from "./draft.ts";
import { missingResource } from "./stripe-error.ts";

/** How Stripe names an object in "No such …". */
const nouns: { [Name in CollectionName]?: string } = {
	payment_method: "PaymentMethod",
	"billing_portal.configuration": "configuration",
	"checkout.session": "checkout.session",
	payment_link: "payment link",
	subscription_schedule: "subscription schedule",
	"test_helpers.test_clock": "test clock",
	webhook_endpoint: "webhook endpoint",
};

/**
 * The record of this id. `param` says where the id stood: `id` for the path (404), else the name of the
 * parameter (400). Error code: resource_missing.
 */
export function getRecord<Name extends CollectionName>(
	draft: Draft,
	name: Name,
	{ id, param = "id" }: { id: string; param?: string },
): Collections[Name] {
	const found = draft.get(name, id);
	if (found !== undefined) return found;
	throw missingResource(nouns[name] ?? name, id, param);
}

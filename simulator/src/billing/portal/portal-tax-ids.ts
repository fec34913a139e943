// Tax ids as somebody keeps them himself in the portal.

import type { Draft } from "../core/draft.ts";
import { type Given, given } from "../core/params/given.ts";
import { createTaxId, deleteTaxId, taxIdShape } from "../taxes/tax-ids.ts";
import { requireFeature, type Visitor, visitorOf } from "./own-session.ts";

/** One more tax id of the customer. Emits customer.tax_id.created. Errors: those of the API. */
export function portalAddTaxId(
	draft: Draft,
	sessionId: string,
	typed: Readonly<Record<"type" | "value", Given>>,
): void {
	createTaxId(draft, mayChange(draft, sessionId).customer.id, given(taxIdShape, typed));
}

/** Only his own. Emits customer.tax_id.deleted. */
export function portalRemoveTaxId(draft: Draft, sessionId: string, id: string): void {
	deleteTaxId(draft, id, mayChange(draft, sessionId).customer.id);
}

function mayChange(draft: Draft, sessionId: string): Visitor {
	const visitor = visitorOf(draft, sessionId);
	const { enabled, allowed_updates } = visitor.features.customer_update;
	requireFeature(enabled && allowed_updates.includes("tax_id"));
	return visitor;
}

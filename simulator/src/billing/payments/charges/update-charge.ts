// What may be noted on a charge afterwards.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Charge } from "../../core/objects.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import { hash, oneOf, required, text, type Values } from "../../core/params/params.ts";
import { toShipping } from "../intents/edit-payment-intent.ts";
import { intentShipping } from "../intents/intent-params.ts";

export const chargeUpdateParams = {
	customer: text(),
	description: text(40_000),
	fraud_details: hash({ user_report: required(oneOf("fraudulent", "safe")) }),
	metadata: metadata(),
	receipt_email: text(800),
	shipping: intentShipping(),
	transfer_group: text(),
};

/** Changes what was sent. Emits charge.updated when something differs. */
export function updateCharge(
	draft: Draft,
	id: string,
	params: Values<typeof chargeUpdateParams>,
): Charge {
	const before = getRecord(draft, "charge", { id });
	const { customer, fraud_details } = params;
	if (customer !== undefined) getRecord(draft, "customer", { id: customer, param: "customer" });
	const after: Charge = {
		...before,
		customer: before.customer ?? customer ?? null,
		description: params.description ?? before.description,
		fraud_details: fraud_details ?? before.fraud_details,
		metadata: mergeMetadata(before.metadata, params.metadata),
		receipt_email: params.receipt_email ?? before.receipt_email,
		shipping: params.shipping === undefined ? before.shipping : toShipping(params.shipping),
		transfer_group: params.transfer_group ?? before.transfer_group,
	};
	if (JSON.stringify(before) === JSON.stringify(after)) return before;
	draft.put("charge", after);
	draft.emit("charge.updated", after, before);
	return after;
}

// Changing a payment method: by request, or by the bank that issued a new card.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { PaymentMethod } from "../../core/objects.ts";
import { toAddress } from "../../core/params/address.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import { hash, integer, oneOf, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { billingDetails } from "./payment-methods.ts";

export const paymentMethodUpdateParams = {
	billing_details: billingDetails,
	metadata: metadata(),
	allow_redisplay: oneOf("always", "limited", "unspecified"),
	card: hash({ exp_month: integer(1), exp_year: integer(1) }),
};

/** Changes the billing details, the expiry or the metadata. Emits payment_method.updated. */
export function updatePaymentMethod(
	draft: Draft,
	id: string,
	params: Values<typeof paymentMethodUpdateParams>,
): PaymentMethod {
	const before = getRecord(draft, "payment_method", { id });
	if (before.customer === null) {
		throw invalidRequest(
			"You must save this PaymentMethod to a customer before you can update it.",
		);
	}
	const billing = params.billing_details;
	const old = before.billing_details;
	const after = draft.put("payment_method", {
		...before,
		allow_redisplay: params.allow_redisplay ?? before.allow_redisplay ?? "unspecified",
		billing_details: {
			address: billing?.address ? toAddress(billing.address) : old.address,
			email: billing?.email === undefined ? old.email : billing.email,
			name: billing?.name === undefined ? old.name : billing.name,
			phone: billing?.phone === undefined ? old.phone : billing.phone,
			tax_id: billing?.tax_id ?? old.tax_id,
		},
		...(before.card === undefined
			? {}
			: {
					card: {
						...before.card,
						exp_month: params.card?.exp_month ?? before.card.exp_month,
						exp_year: params.card?.exp_year ?? before.card.exp_year,
					},
				}),
		metadata: mergeMetadata(before.metadata, params.metadata),
	});
	if (JSON.stringify(before) !== JSON.stringify(after)) {
		draft.emit("payment_method.updated", after, before);
	}
	return after;
}

/** A bank has told a new expiry or number of a saved card. Emits payment_method.automatically_updated. */
export function updateAutomatically(
	draft: Draft,
	id: string,
	face: { exp_month?: number; exp_year?: number; last4?: string },
): PaymentMethod {
	const before = getRecord(draft, "payment_method", { id });
	if (before.card === undefined || before.customer === null) {
		throw invalidRequest("Banks update saved cards only.", { param: "id" });
	}
	const after = draft.put("payment_method", { ...before, card: { ...before.card, ...face } });
	draft.emit("payment_method.automatically_updated", after, before);
	return after;
}

// Changing a card of the older API, and taking it away.

import type { DeletedStub } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import type { CardSource, PaymentMethod } from "../core/objects.ts";
import { toAddress } from "../core/params/address.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import { integer, text, type Values } from "../core/params/params.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { detachPaymentMethod } from "../payments/methods/attach-payment-method.ts";
import { cardSource, findCardSource } from "./card-source.ts";

export const sourceUpdateParams = {
	address_city: text(),
	address_country: text(2),
	address_line1: text(),
	address_line2: text(),
	address_state: text(),
	address_zip: text(),
	exp_month: integer(1),
	exp_year: integer(1),
	metadata: metadata(),
	name: text(),
};
type Edit = Values<typeof sourceUpdateParams>;

/** Changes what was sent. Emits customer.source.updated when something differs. */
export function updateSource(
	draft: Draft,
	customer: string,
	{ id, ...params }: Edit & { id: string },
): CardSource {
	getCustomer(draft, customer);
	const before = findCardSource(draft, customer, { id });
	const after = draft.put("payment_method", edited(before, params));
	const [was, is] = [cardSource(before), cardSource(after)];
	if (JSON.stringify(was) !== JSON.stringify(is)) draft.emit("customer.source.updated", is, was);
	return is;
}

function edited(before: PaymentMethod, params: Edit): PaymentMethod {
	const { card, billing_details: billing } = before;
	const old = billing.address;
	return {
		...before,
		billing_details: {
			...billing,
			address: toAddress({
				city: params.address_city ?? old?.city ?? undefined,
				country: params.address_country ?? old?.country ?? undefined,
				line1: params.address_line1 ?? old?.line1 ?? undefined,
				line2: params.address_line2 ?? old?.line2 ?? undefined,
				postal_code: params.address_zip ?? old?.postal_code ?? undefined,
				state: params.address_state ?? old?.state ?? undefined,
			}),
			name: params.name ?? billing.name,
		},
		...(card === undefined
			? {}
			: {
					card: {
						...card,
						exp_month: params.exp_month ?? card.exp_month,
						exp_year: params.exp_year ?? card.exp_year,
					},
				}),
		metadata: mergeMetadata(before.metadata, params.metadata),
	};
}

/** The card is nobody's any more, as when its payment method is detached. */
export function deleteSource(draft: Draft, customer: string, id: string): DeletedStub {
	getCustomer(draft, customer);
	detachPaymentMethod(draft, findCardSource(draft, customer, { id }).id);
	return { id, object: "card", deleted: true };
}

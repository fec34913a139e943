// The card object of the older API: another face of a payment method whose id begins with `card_`.

import type { Draft } from "../core/draft.ts";
import type { CardSource, PaymentMethod } from "../core/objects.ts";
import { missingResource } from "../core/stripe-error.ts";

const brands: Readonly<Record<string, string>> = {
	amex: "American Express",
	diners: "Diners Club",
	discover: "Discover",
	jcb: "JCB",
	mastercard: "MasterCard",
	unionpay: "UnionPay",
	visa: "Visa",
};

/** Whether the older API knows the method as a card of its customer. */
export function isCardSource({ id }: PaymentMethod): boolean {
	return id.startsWith("card_");
}

/** The method as the older API shows it. */
export function cardSource(method: PaymentMethod): CardSource {
	const { billing_details: billing, card } = method;
	const { address } = billing;
	const brand = card?.brand ?? "";
	return {
		id: method.id,
		object: "card",
		address_city: address?.city ?? null,
		address_country: address?.country ?? null,
		address_line1: address?.line1 ?? null,
		address_line1_check: card?.checks?.address_line1_check ?? null,
		address_line2: address?.line2 ?? null,
		address_state: address?.state ?? null,
		address_zip: address?.postal_code ?? null,
		address_zip_check: card?.checks?.address_postal_code_check ?? null,
		allow_redisplay: method.allow_redisplay ?? "unspecified",
		brand: brands[brand] ?? brand,
		country: card?.country ?? null,
		customer: method.customer,
		cvc_check: card?.checks?.cvc_check ?? null,
		dynamic_last4: null,
		exp_month: card?.exp_month ?? 0,
		exp_year: card?.exp_year ?? 0,
		fingerprint: card?.fingerprint ?? null,
		funding: card?.funding ?? "unknown",
		last4: card?.last4 ?? "",
		metadata: method.metadata ?? {},
		name: billing.name,
		regulated_status: card?.regulated_status ?? null,
		tokenization_method: null,
	};
}

/** The cards of a customer as the older API lists them, newest first. */
export function cardSourcesOf(draft: Draft, customer: string): CardSource[] {
	return [...draft.list("payment_method", { group: `customer:${customer}` })]
		.filter(isCardSource)
		.map(cardSource);
}

/** Error code: resource_missing, also for another customer's card and for a newer payment method. */
export function findCardSource(
	draft: Draft,
	customer: string,
	{ id, param = "id" }: { id: string; param?: string },
): PaymentMethod {
	const found = draft.get("payment_method", id);
	if (found !== undefined && found.customer === customer && isCardSource(found)) return found;
	throw missingResource("source", id, param);
}

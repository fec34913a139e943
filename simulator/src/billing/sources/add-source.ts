// A card given as a token, which becomes a source of the customer.

import type { Draft } from "../core/draft.ts";
import type { CardSource, PaymentMethod } from "../core/objects.ts";
import { mergeMetadata, metadata as metadataParam } from "../core/params/metadata.ts";
import { boolean, required, text, type Values } from "../core/params/params.ts";
import { missingResource } from "../core/stripe-error.ts";
import { getCustomer, reviseCustomer } from "../customers/revise-customer.ts";
import { attachPaymentMethod } from "../payments/methods/attach-payment-method.ts";
import { findMagicCard } from "../payments/methods/cards.ts";
import { nextExpiry, rememberCard } from "../payments/methods/payment-methods.ts";
import { cardSource } from "./card-source.ts";

export const sourceCreateParams = {
	metadata: metadataParam(),
	source: required(text()),
	validate: boolean(),
};

/**
 * The card of the token belongs to the customer, and is what he pays with if he had no default source.
 * Emits payment_method.attached, customer.source.created and customer.updated. Errors: no such token, and
 * the bank's refusal as a 402.
 */
export function createSource(
	draft: Draft,
	customer: string,
	params: Values<typeof sourceCreateParams>,
): CardSource {
	const { default_source } = getCustomer(draft, customer);
	const method = addSource(draft, customer, params);
	if (default_source === null) reviseCustomer(draft, customer, { default_source: method.id });
	return cardSource(method);
}

/** Attaches the card of the token; who calls it decides about the default. */
export function addSource(
	draft: Draft,
	customer: string,
	{
		metadata,
		source,
	}: Pick<Values<typeof sourceCreateParams>, "source"> &
		Partial<Pick<Values<typeof sourceCreateParams>, "metadata">>,
): PaymentMethod {
	const behaviour = source.startsWith("tok_") ? findMagicCard(source) : undefined;
	if (behaviour === undefined) throw missingResource("token", source, "source");
	const card = { behaviour, ...nextExpiry(draft) };
	const made = rememberCard(draft, card, { prefix: "card" });
	draft.put("payment_method", { ...made, metadata: mergeMetadata({}, metadata) });
	const attached = attachPaymentMethod(draft, made.id, { customer, param: "source" });
	draft.emit("customer.source.created", cardSource(attached));
	return attached;
}

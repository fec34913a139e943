// How refusals of billing reach a person.

import type { Draft } from "../billing/core/draft.ts";
import type { PaymentMethod } from "../billing/core/objects.ts";
import { StripeError } from "../billing/core/stripe-error.ts";
import type { Decline } from "../billing/payments/declines.ts";
import {
	type CardOnFile,
	readCard,
	rememberCard,
} from "../billing/payments/methods/payment-methods.ts";
import type { CardDeclined, CardEntry, SavedCard, Unavailable } from "../pages/card/card-entry.ts";

/** What was thrown, if it is a refusal; anything else is a fault and goes on. */
export function refusalIn<Result>(act: () => Result): Result | StripeError {
	try {
		return act();
	} catch (problem) {
		if (problem instanceof StripeError) return problem;
		throw problem;
	}
}

/** Null when it was done, else the reason why not. */
export function problemOf(act: () => unknown): string | null {
	const result = refusalIn(act);
	return result instanceof StripeError ? result.message : null;
}

export function toDeclined(decline: Decline): CardDeclined {
	const { code, decline_code: declineCode, message, param } = decline;
	return { kind: "declined", code, declineCode, message, param };
}

/** A refused request: a card's own decline, or something that cannot be done. */
export function toRefusal({ fields, message }: StripeError): CardDeclined | Unavailable {
	if (fields.type !== "card_error") return { kind: "unavailable", message };
	const { code = "card_declined", decline_code: declineCode = null } = fields;
	return { kind: "declined", code, declineCode, message, param: null };
}

/** The typed card, kept as a payment method of nobody yet; or why a form would refuse it. */
export function methodFrom(
	draft: Draft,
	{ number, exp_month, exp_year, cvc, name }: CardEntry,
	email: string | null = null,
): PaymentMethod | Decline {
	const card: CardOnFile | Decline = readCard(draft, { number, exp_month, exp_year, cvc });
	if ("message" in card) return card;
	const billing = { email, name, phone: null, address: null, tax_id: undefined };
	return rememberCard(draft, card, { billing });
}

/** The customer's cards, the default first. */
export function savedCards(draft: Draft, customer: string, preferred: string | null): SavedCard[] {
	const cards = [...draft.list("payment_method", { group: `customer:${customer}` })].flatMap(
		({ id, card }) => {
			if (card === undefined) return [];
			const { brand, last4, exp_month: expMonth, exp_year: expYear } = card;
			return [{ id, brand, last4, expMonth, expYear, isDefault: id === preferred }];
		},
	);
	return cards.toSorted((left, right) => Number(right.isDefault) - Number(left.isDefault));
}

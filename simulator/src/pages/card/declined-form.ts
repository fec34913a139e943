// A card form again, after the bank or the form itself refused the card.
import type { CardDeclined } from "./card-entry.ts";
import type { FormState } from "./card-fields.ts";
import type { FieldErrors, FieldName, TypedForm } from "./card-form.ts";

type Typed = Pick<TypedForm, "email" | "name" | "expiry">;

/** The sentence stands at the field it is about. */
export function declinedForm(decline: CardDeclined, { email, name, expiry }: Typed): FormState {
	const field = fieldOf[decline.param ?? "number"];
	const errors = { [field]: declineWords(decline) };
	return { email, name, expiry, errors, problem: "Card not accepted. Nothing was charged." };
}

/** The fields that cannot be right as they were typed. */
export function faultyForm({ email, name, expiry }: Typed, errors: FieldErrors): FormState {
	return { email, name, expiry, errors, problem: "Check the highlighted fields" };
}

/** Stripe's sentence, and what to do where the card as a whole was refused. */
export function declineWords({ code, message, param }: CardDeclined): string {
	const wholeCard = param === null && code === "card_declined";
	return wholeCard && !message.includes("Try") ? `${message} Try a different card.` : message;
}

/** A decline that names no field is about the card as a whole, so it stands at the number. */
const fieldOf: Record<NonNullable<CardDeclined["param"]>, FieldName> = {
	number: "number",
	exp: "expiry",
	cvc: "cvc",
};

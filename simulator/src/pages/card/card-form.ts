// Reads and checks what was typed into the Checkout form.

import type { CardEntry } from "./card-entry.ts";
import { checkCardNumber, checkExpiry, checkSecurityCode, type Expiry } from "./card-rules.ts";

export const fieldNames = ["email", "number", "expiry", "cvc", "name"] as const;
export type FieldName = (typeof fieldNames)[number];

/** The raw text of every field; an absent field reads as empty. */
export type TypedForm = Record<FieldName, string>;
export type FieldErrors = Partial<Record<FieldName, string>>;

export type CheckedForm =
	| { kind: "valid"; card: CardEntry }
	| { kind: "invalid"; errors: FieldErrors };

/** What the check depends on: the simulated now in unix seconds, and whether an e-mail is needed. */
export interface FormContext {
	now: number;
	asksForEmail: boolean;
}

/** Takes the first value of each known field and ignores all others. */
export function readForm(body: URLSearchParams): TypedForm {
	const field = (name: FieldName): string => body.get(name)?.trim() ?? "";
	return {
		email: field("email"),
		number: field("number"),
		expiry: field("expiry"),
		cvc: field("cvc"),
		name: field("name"),
	};
}

/** Either a card that may be sent to billing, or one sentence for each field at fault. */
export function checkForm(typed: TypedForm, context: FormContext): CheckedForm {
	const number = checkCardNumber(typed.number);
	const expiry = checkExpiry(typed.expiry, context.now);
	const cvc = checkSecurityCode(typed.cvc);
	const emailError = context.asksForEmail ? checkEmail(typed) : undefined;
	const errors: FieldErrors = {
		...(emailError !== undefined && { email: emailError }),
		...("error" in number && { number: number.error }),
		...("error" in expiry && { expiry: expiry.error }),
		...("error" in cvc && { cvc: cvc.error }),
		...(typed.name === "" && { name: "Enter the name on the card." }),
	};
	if ("error" in number || "error" in expiry || "error" in cvc || Object.keys(errors).length > 0)
		return { kind: "invalid", errors };
	const card = {
		number: number.value,
		...toFields(expiry.value),
		cvc: cvc.value,
		name: typed.name,
	};
	return {
		kind: "valid",
		card: context.asksForEmail ? { ...card, email: typed.email } : card,
	};
}

function toFields(expiry: Expiry): Pick<CardEntry, "exp_month" | "exp_year"> {
	return { exp_month: expiry.month, exp_year: expiry.year };
}

/** What is wrong with the e-mail; undefined when nothing is. */
export function checkEmail({ email }: Pick<TypedForm, "email">): string | undefined {
	if (email === "") return "Enter your email.";
	return looksLikeEmail(email) ? undefined : "Your email is incomplete.";
}

/** One @, no spaces, a dot in the domain: anything stricter turns away addresses that work. */
function looksLikeEmail(text: string): boolean {
	return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text);
}

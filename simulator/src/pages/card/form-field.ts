// One labelled input whose error is tied to it, and the error itself.

import { type Html, html } from "../frame/html.ts";
import type { FieldName } from "./card-form.ts";

export const fieldLabels: Record<FieldName, string> = {
	email: "Email",
	number: "Card number",
	expiry: "Expiration",
	cvc: "CVC",
	name: "Name on card",
};

export interface Field {
	name: FieldName;
	autocomplete: string;
	/** Empty for what must never come back to the page, such as a card number. */
	value?: string;
	placeholder?: string;
	inputmode?: "numeric" | "email";
	maxlength?: number;
	readonly?: boolean;
	/** Whether the script names the card's brand beside what is typed. */
	namesBrand?: boolean;
	error: string | undefined;
}

/** A visible label above its input. An error marks the input and is read out with it. */
export function formField(field: Field): Html {
	const { name, error } = field;
	const wrong = error !== undefined && html` aria-invalid="true" aria-describedby="${name}-error"`;
	return html`<div class="cell ${name}${error === undefined ? "" : " wrong"}">
<label for="${name}">${fieldLabels[name]}</label>
<input id="${name}" name="${name}" type="${name === "email" ? "email" : "text"}" value="${field.value ?? ""}" autocomplete="${field.autocomplete}" maxlength="${field.maxlength ?? 200}" spellcheck="false" required${
		field.placeholder !== undefined && html` placeholder="${field.placeholder}"`
	}${field.inputmode !== undefined && html` inputmode="${field.inputmode}"`}${
		field.readonly === true && html` readonly`
	}${wrong}>${field.namesBrand === true && html`<span class="brand" data-brand aria-hidden="true"></span>`}
</div>`;
}

/** The sentence under the field it speaks of; nothing when all is well. */
export function fieldError(name: FieldName, error: string | undefined): Html {
	if (error === undefined) return html``;
	return html`<p class="error" id="${name}-error" role="alert">${error}</p>`;
}

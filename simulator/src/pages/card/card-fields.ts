// The fields of a card, the name on it, and what was wrong with them.

import { type Html, html } from "../frame/html.ts";
import { type FieldErrors, fieldNames } from "./card-form.ts";
import { fieldError, fieldLabels, formField } from "./form-field.ts";

/** What the form shows again. Card number and CVC are never part of it. */
export interface FormState {
	email: string;
	name: string;
	expiry: string;
	errors: FieldErrors;
	/** The heading over the errors. */
	problem: string;
}

export const emptyForm: FormState = { email: "", name: "", expiry: "", errors: {}, problem: "" };

/** Takes the focus, so that the errors are met first; it names the fields, the fields say the rest. */
export function problemSummary(state: FormState): Html {
	const wrong = fieldNames.filter((name) => state.errors[name] !== undefined);
	if (wrong.length === 0) return html``;
	// Neither ever comes back from the server, so what was right must be typed again as well.
	const cleared = state.errors.number === undefined || state.errors.cvc === undefined;
	const described = wrong.map((name) => `${name}-error`).join(" ");
	return html`<div class="problem" role="group" tabindex="-1" autofocus data-problem aria-labelledby="problem-title" aria-describedby="${described}">
<h3 id="problem-title">${state.problem}</h3>
<ul>${wrong.map((name) => html`<li><a href="#${name}">${fieldLabels[name]}</a></li>`)}</ul>
${cleared && html`<p>Enter the card number and CVC again.</p>`}
</div>`;
}

/** Number, expiration and code in one group, then the name on the card. */
export function cardFields({ errors, expiry, name }: FormState): Html {
	return html`<fieldset>
<legend>Card information</legend>
<div class="group card-group">
${formField({
	name: "number",
	autocomplete: "cc-number",
	inputmode: "numeric",
	placeholder: "1234 1234 1234 1234",
	maxlength: 30,
	namesBrand: true,
	error: errors.number,
})}
${formField({
	name: "expiry",
	autocomplete: "cc-exp",
	inputmode: "numeric",
	placeholder: "MM / YY",
	maxlength: 9,
	value: expiry,
	error: errors.expiry,
})}
${formField({
	name: "cvc",
	autocomplete: "cc-csc",
	inputmode: "numeric",
	placeholder: "123",
	maxlength: 4,
	error: errors.cvc,
})}
</div>
${fieldError("number", errors.number)}${fieldError("expiry", errors.expiry)}${fieldError("cvc", errors.cvc)}
</fieldset>
<div class="group">${formField({ name: "name", autocomplete: "cc-name", value: name, error: errors.name })}</div>
${fieldError("name", errors.name)}`;
}

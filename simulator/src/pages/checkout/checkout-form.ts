// The right side of Checkout: contact, card, the button, and the terms in plain words.

import { type FieldErrors, fieldNames } from "../card/card-form.ts";
import { fieldError, fieldLabels, formField } from "../card/form-field.ts";
import { type Html, html } from "../frame/html.ts";
import type { CheckoutView } from "../pages-billing.ts";
import { checkoutTerms } from "./checkout-terms.ts";

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

/** A plain form post to the session's own address. */
export function checkoutForm(view: CheckoutView, state: FormState, now: number): Html {
	const trial = view.trialDays > 0;
	const path = `/c/pay/${view.session.id}`;
	return html`<h2 id="payment-title">${trial ? "Start your trial" : "Pay with card"}</h2>
${
	view.authenticationPending &&
	html`<p class="hint">Your bank is waiting for your answer. <a href="${path}/authenticate">Continue to your bank</a></p>`
}
${problemSummary(state)}
<form method="post" action="${path}" novalidate data-checkout>
${contact(view, state)}
${cardFields(state)}
${nameField(state)}
<button class="pay" type="submit" aria-describedby="terms" data-busy="Processing…"><span>${trial ? "Start trial" : "Subscribe"}</span></button>
<p class="terms" id="terms">${checkoutTerms(view, now)}</p>
</form>`;
}

/** Takes the focus, so that the errors are met first; it names the fields, the fields say the rest. */
function problemSummary(state: FormState): Html {
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

function contact(view: CheckoutView, state: FormState): Html {
	const error = state.errors.email;
	return html`<div class="group">${formField({
		name: "email",
		autocomplete: "email",
		inputmode: "email",
		value: view.customerEmail ?? state.email,
		readonly: view.customerEmail !== null,
		error,
	})}</div>
${fieldError("email", error)}`;
}

function cardFields({ errors, expiry }: FormState): Html {
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
</fieldset>`;
}

function nameField(state: FormState): Html {
	const error = state.errors.name;
	return html`<div class="group">${formField({
		name: "name",
		autocomplete: "cc-name",
		value: state.name,
		error,
	})}</div>
${fieldError("name", error)}`;
}

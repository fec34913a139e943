// The right side of Checkout: contact, card, the button, and the terms in plain words.

import { cardFields, type FormState, problemSummary } from "../card/card-fields.ts";
import { fieldError, formField } from "../card/form-field.ts";
import { savedCardChoice } from "../card/saved-card-choice.ts";
import { type Html, html } from "../frame/html.ts";
import type { CheckoutView } from "../pages-billing.ts";
import { formatMoney } from "../words/money.ts";
import { checkoutTerms } from "./checkout-terms.ts";

/** A plain form post to the session's own address. */
export function checkoutForm(view: CheckoutView, state: FormState, now: number): Html {
	const path = `/c/pay/${view.session.id}`;
	return html`<h2 id="payment-title">${heading(view)}</h2>
${
	view.authenticationPending &&
	html`<p class="hint">Your bank is waiting for your answer. <a href="${path}/authenticate">Continue to your bank</a></p>`
}
${problemSummary(state)}
<form method="post" action="${path}" novalidate data-checkout>
${contact(view, state)}
${view.needsCard && savedCardChoice(view.cards, cardFields(state), hasCardErrors(state))}
<button class="pay" type="submit" aria-describedby="terms" data-busy="Processing…"><span>${buttonWords(view)}</span></button>
<p class="terms" id="terms">${checkoutTerms(view, now)}</p>
</form>`;
}

function heading({ mode, trialDays, needsCard }: CheckoutView): string {
	if (mode === "setup") return "Save your card";
	if (trialDays > 0) return "Start your trial";
	return needsCard ? "Pay with card" : "Complete your order";
}

function buttonWords({ mode, trialDays, amountDueToday, currency }: CheckoutView): string {
	if (mode === "setup") return "Save card";
	if (trialDays > 0) return "Start trial";
	return mode === "payment" ? `Pay ${formatMoney(amountDueToday, currency)}` : "Subscribe";
}

function hasCardErrors({ errors }: FormState): boolean {
	return Object.keys(errors).some((field) => field !== "email");
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

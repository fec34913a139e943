// The right side of Checkout: contact, card, the button, and the terms in plain words.

import { cardFields, type FormState, problemSummary } from "../card/card-fields.ts";
import { fieldError, formField } from "../card/form-field.ts";
import { savedCardChoice } from "../card/saved-card-choice.ts";
import { type Html, html } from "../frame/html.ts";
import type { CheckoutView } from "../pages-billing.ts";
import { formatMoney } from "../words/money.ts";
import { type AskedField, type AskedState, askedGroups, nothingAsked } from "./asked-fields.ts";
import type { CheckoutState } from "./checkout-state.ts";
import { checkoutTerms } from "./checkout-terms.ts";

/** A plain form post to the session's own address. */
export function checkoutForm(view: CheckoutView, state: CheckoutState, now: number): Html {
	const { asked, texts } = view;
	const answered = state.asked ?? nothingAsked;
	const notes = {
		...(texts.shipping !== null && { shipping: texts.shipping }),
		...(texts.terms !== null && { consent: texts.terms }),
	};
	const path = `/c/pay/${view.session.id}`;
	return html`<h2 id="payment-title">${heading(view)}</h2>
${
	view.authenticationPending &&
	html`<p class="hint">Your bank is waiting for your answer. <a href="${path}/authenticate">Continue to your bank</a></p>`
}
${problemSummary(state)}
${askedSummary(asked, answered)}
<form method="post" action="${path}" novalidate data-checkout>
${contact(view, state)}
${askedGroups(asked, ["contact", "name", "shipping"], { state: answered, notes })}
${view.needsCard && savedCardChoice(view.cards, cardFields(state), hasCardErrors(state))}
${askedGroups(asked, ["billing", "tax_id", "custom", "consent"], { state: answered, notes })}
${texts.submit !== null && html`<p class="quiet">${texts.submit}</p>`}
<button class="pay" type="submit" aria-describedby="terms" data-busy="Processing…"><span>${buttonWords(view)}</span></button>
<p class="terms" id="terms">${checkoutTerms(view, now)}</p>
${texts.afterSubmit !== null && html`<p class="terms">${texts.afterSubmit}</p>`}
</form>`;
}

function heading({ mode, trialDays, needsCard }: CheckoutView): string {
	if (mode === "setup") return "Save your card";
	if (trialDays > 0) return "Start your trial";
	return needsCard ? "Pay with card" : "Complete your order";
}

function buttonWords(view: CheckoutView): string {
	const { mode, trialDays, submitType, amountDueToday, currency } = view;
	const amount = formatMoney(amountDueToday, currency);
	if (mode === "setup") return "Save card";
	if (submitType === "book") return "Book";
	if (submitType === "donate") return `Donate ${amount}`;
	if (trialDays > 0) return "Start trial";
	if (submitType === "subscribe") return "Subscribe";
	return mode === "payment" || submitType === "pay" ? `Pay ${amount}` : "Subscribe";
}

/** Names what is missing besides the card, each leading to its field. */
function askedSummary(asked: readonly AskedField[], { problems }: AskedState): Html {
	const wrong = asked.filter(({ name }) => problems[name] !== undefined);
	if (wrong.length === 0) return html``;
	return html`<div class="problem" role="group" tabindex="-1" autofocus data-problem aria-labelledby="asked-title">
<h3 id="asked-title">Check what is asked below. Nothing was charged.</h3>
<ul>${wrong.map(({ name, label }) => html`<li><a href="#${name}">${label}</a></li>`)}</ul>
</div>`;
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

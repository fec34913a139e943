// Paying an open invoice: with a card on file, or a new one.
import { cardFields, problemSummary } from "../card/card-fields.ts";
import { savedCardChoice } from "../card/saved-card-choice.ts";
import { testCardPicker } from "../card/test-card-picker.ts";
import { type Html, html } from "../frame/html.ts";
import { formatMoney } from "../words/money.ts";
import type { InvoiceScene } from "./invoice-scene.ts";

export function invoicePayment({ view, form, problem, now }: InvoiceScene): Html {
	const amount = formatMoney(view.amountRemaining, view.currency);
	return html`<section class="pay-panel no-print" aria-labelledby="pay-title">
<h2 id="pay-title">Pay this invoice</h2>
${lastAttempt({ view, form, problem, now })}
${problem && html`<div class="problem" role="alert" tabindex="-1" autofocus data-problem><p>${problem}</p></div>`}
${
	view.authenticationPath &&
	html`<p class="hint">Your bank is waiting for your answer. <a href="${view.authenticationPath}">Continue to your bank</a></p>`
}
${problemSummary(form)}
<form method="post" action="/i/${view.id}" novalidate data-checkout>
${savedCardChoice(view.cards, cardFields(form), Object.keys(form.errors).length > 0)}
<button class="pay" type="submit" data-busy="Processing…"><span>Pay ${amount}</span></button>
</form>
${testCardPicker(now)}
</section>`;
}

/** On a fresh visit only: after an attempt on this page, its own outcome stands here. */
function lastAttempt({ view, form, problem }: InvoiceScene): Html {
	if (view.lastProblem === null || problem !== null || form.problem !== "") return html``;
	return html`<p class="hint">The last attempt failed: ${view.lastProblem}</p>`;
}

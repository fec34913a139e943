// Checkout as a whole: what is bought on one side, how it is paid on the other.

import { testCardPicker } from "../card/test-card-picker.ts";
import { type Html, html } from "../frame/html.ts";
import { businessMark, layout, simulatedBadge } from "../frame/layout.ts";
import type { CheckoutView } from "../pages-billing.ts";
import { checkoutForm } from "./checkout-form.ts";
import { cancelLink } from "./checkout-notices.ts";
import type { CheckoutState } from "./checkout-state.ts";
import { checkoutSummary } from "./checkout-summary.ts";

/** The open session, with what was typed and what was wrong with it. `now` in unix seconds. */
export function checkoutPage(view: CheckoutView, state: CheckoutState, now: number): Html {
	const wrong = { ...state.errors, ...state.asked?.problems };
	const faulty = Object.keys(wrong).length > 0 || state.order !== undefined;
	return layout({
		title: `${faulty ? "Error: " : ""}${view.businessName} checkout`,
		kind: "checkout",
		now,
		content: html`<a class="skip" href="#payment">Skip to payment</a>
<main class="columns">
<section class="summary" aria-label="What you are buying">
<div class="masthead">${cancelLink(view)}${businessMark(view.businessName)}${simulatedBadge("checkout")}</div>
${checkoutSummary(view, state.order)}
${view.needsCard && testCardPicker(now)}
</section>
<section class="payment" id="payment" aria-labelledby="payment-title">
${checkoutForm(view, state, now)}
</section>
</main>`,
	});
}

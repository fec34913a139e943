// The bank's question of a 3-D Secure card.

import { type Html, html } from "../frame/html.ts";
import { layout, simulatedBadge } from "../frame/layout.ts";
import type { CheckoutView } from "../pages-billing.ts";
import { formatDate } from "../words/dates.ts";
import { formatMoney } from "../words/money.ts";

/** One form with two buttons; `outcome` is `complete` or `fail`. `now` in unix seconds. */
export function authenticatePage(view: CheckoutView, now: number): Html {
	const path = `/c/pay/${view.session.id}/authenticate`;
	return layout({
		title: "Confirm it's you",
		kind: "notice",
		now,
		content: html`<main class="card bank">
<div class="bank-head"><p class="bank-name"><span class="bank-mark" aria-hidden="true"></span>Your bank</p>${simulatedBadge("bank")}</div>
<h1>Confirm it's you</h1>
<p>Your bank asks you to confirm this before ${view.businessName} may use your card.</p>
<dl class="facts">
<div><dt>Merchant</dt><dd>${view.businessName}</dd></div>
<div><dt>Due today</dt><dd>${formatMoney(view.amountDueToday, view.currency)}</dd></div>
<div><dt>Date</dt><dd>${formatDate(now)}</dd></div>
</dl>
<form method="post" action="${path}" class="stack">
<button class="pay" type="submit" name="outcome" value="complete">Complete authentication</button>
<button class="plain" type="submit" name="outcome" value="fail">Fail authentication</button>
</form>
<p class="quiet">A real bank would ask for a code or a fingerprint here. Choose how it ends.</p>
</main>`,
	});
}

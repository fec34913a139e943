// The bank's question of a 3-D Secure card.

import { type Html, html } from "../frame/html.ts";
import { layout, simulatedBadge } from "../frame/layout.ts";
import { formatDate } from "../words/dates.ts";
import { formatMoney } from "../words/money.ts";

export interface BankQuestion {
	businessName: string;
	/** Minor units; null when the card is only kept for later. */
	amount: number | null;
	currency: string;
	/** Where the answer is posted: `outcome` is `complete` or `fail`. */
	action: string;
	/** The simulated now, unix seconds. */
	now: number;
}

/** One form with two buttons. */
export function bankPage({ businessName, amount, currency, action, now }: BankQuestion): Html {
	return layout({
		title: "Confirm it's you",
		kind: "notice",
		now,
		content: html`<main class="card bank">
<div class="bank-head"><p class="bank-name"><span class="bank-mark" aria-hidden="true"></span>Your bank</p>${simulatedBadge("bank")}</div>
<h1>Confirm it's you</h1>
<p>Your bank asks you to confirm this before ${businessName} may use your card.</p>
<dl class="facts">
<div><dt>Merchant</dt><dd>${businessName}</dd></div>
<div><dt>Due today</dt><dd>${amount === null ? "Nothing, the card is saved" : formatMoney(amount, currency)}</dd></div>
<div><dt>Date</dt><dd>${formatDate(now)}</dd></div>
</dl>
<form method="post" action="${action}" class="stack">
<button class="pay" type="submit" name="outcome" value="complete">Complete authentication</button>
<button class="plain" type="submit" name="outcome" value="fail">Fail authentication</button>
</form>
<p class="quiet">A real bank would ask for a code or a fingerprint here. Choose how it ends.</p>
</main>`,
	});
}

/** What was pressed; null when it was neither button. */
export function readAnswer(body: URLSearchParams): boolean | null {
	const outcome = body.get("outcome");
	return outcome === "complete" ? true : outcome === "fail" ? false : null;
}

// The left side of Checkout: what is bought, when it costs what, and what is due today.
import { type Html, html } from "../frame/html.ts";
import type { CheckoutLine, CheckoutView } from "../pages-billing.ts";
import { formatMoney } from "../words/money.ts";
import {
	dayCount,
	lineTotal,
	priceWords,
	productWords,
	recurringTotal,
	rhythm,
} from "../words/price-words.ts";

/** Heading, price, lines and totals. */
export function checkoutSummary(view: CheckoutView): Html {
	return html`${headline(view)}
<ul class="lines">${view.lines.map((line) => lineItem(line, view.trialDays))}</ul>
${totals(view)}`;
}

function headline(view: CheckoutView): Html {
	const product = productWords(view.lines);
	const total = recurringTotal(view.lines);
	if (view.trialDays > 0) {
		return html`<h1>Try ${product}</h1>
<p class="price">${dayCount(view.trialDays)} free</p>
<p class="afterwards">${total ? `Then ${priceWords(total)}` : "Then the prices below"}</p>`;
	}
	if (total === null) return html`<h1>Subscribe to ${product}</h1>`;
	return html`<h1>Subscribe to ${product}</h1>
<p class="price">${formatMoney(total.unitAmount, total.currency)} <span>${rhythm(total.interval, total.intervalCount)}</span></p>`;
}

function lineItem(line: CheckoutLine, trialDays: number): Html {
	const each = `Qty ${line.quantity}, ${formatMoney(line.unitAmount, line.currency)} each`;
	return html`<li>
<div class="line">
<p class="name">${line.productName}</p>
${line.description && html`<p class="quiet">${line.description}</p>`}
${line.quantity > 1 && html`<p class="quiet">${each}</p>`}
</div>
<div class="amount">
<p>${trialDays > 0 ? `${dayCount(trialDays)} free` : formatMoney(lineTotal(line), line.currency)}</p>
<p class="quiet">${trialDays > 0 ? `${priceWords(line)} after` : rhythm(line.interval, line.intervalCount)}</p>
</div>
</li>`;
}

function totals(view: CheckoutView): Html {
	const total = recurringTotal(view.lines);
	return html`<dl class="totals">
${
	view.trialDays > 0 &&
	total &&
	html`<div><dt>Total after trial</dt><dd>${formatMoney(total.unitAmount, total.currency)}</dd></div>`
}
<div class="due"><dt>Total due today</dt><dd>${formatMoney(view.amountDueToday, view.currency)}</dd></div>
</dl>`;
}

// The left side of Checkout: what is bought, when it costs what, and what is due today.
import { type Html, html } from "../frame/html.ts";
import type { CheckoutLine, CheckoutView } from "../pages-billing.ts";
import { formatMoney } from "../words/money.ts";
import {
	dayCount,
	priceWords,
	productWords,
	recurringTotal,
	rhythm,
} from "../words/price-words.ts";
import { promotionField } from "./promotion-field.ts";

/** Why a promotion code or a quantity was not taken. */
export type OrderProblem =
	| { kind: "code"; typed: string; problem: string }
	| { kind: "quantity"; line: string; problem: string };

/** Heading, price, lines, promotion code and totals. */
export function checkoutSummary(view: CheckoutView, order: OrderProblem | undefined): Html {
	if (view.mode === "setup") {
		return html`<h1>Save a card for ${view.businessName}</h1><p class="afterwards">Nothing is charged today.</p>`;
	}
	return html`${headline(view)}
<ul class="lines">${view.lines.map((line) => lineItem(view, line, order))}</ul>
${promotionField(view, order?.kind === "code" ? order : undefined)}
${totals(view)}`;
}

function headline(view: CheckoutView): Html {
	const recurring = view.lines.filter(({ interval }) => interval !== null);
	const product = productWords(recurring.length > 0 ? recurring : view.lines);
	const today = formatMoney(view.amountDueToday, view.currency);
	if (view.mode === "payment") {
		return html`<h1>Pay ${view.businessName}</h1>
<p class="price">${today}</p>`;
	}
	const total = recurringTotal(view.lines);
	if (view.trialDays > 0) {
		return html`<h1>Try ${product}</h1>
<p class="price">${dayCount(view.trialDays)} free</p>
<p class="afterwards">${total ? `Then ${later(view, total)}` : "Then the prices below"}</p>`;
	}
	if (total === null) return html`<h1>Subscribe to ${product}</h1>`;
	if (view.amountDueToday !== total.amount) {
		return html`<h1>Subscribe to ${product}</h1>
<p class="price">${today} <span>due today</span></p>
<p class="afterwards">Then ${later(view, total)}</p>`;
	}
	return html`<h1>Subscribe to ${product}</h1>
<p class="price">${formatMoney(total.amount, total.currency)} <span>${rhythm(total.interval ?? "month", total.intervalCount)}</span></p>`;
}

/** What every renewal costs, once discounts that go on are taken off. */
function later(view: CheckoutView, total: CheckoutLine): string {
	const amount = view.recurringAmount ?? total.amount;
	return priceWords({ ...total, amount });
}

function lineItem(view: CheckoutView, line: CheckoutLine, order: OrderProblem | undefined): Html {
	const each = `Qty ${line.quantity}, ${formatMoney(line.unitAmount, line.currency)} each`;
	const free = view.trialDays > 0 && line.interval !== null;
	const amount = formatMoney(line.amount, line.currency);
	return html`<li>
<div class="line">
<p class="name">${line.productName}</p>
${line.description && html`<p class="quiet">${line.description}</p>`}
${line.adjustable === null ? line.quantity > 1 && html`<p class="quiet">${each}</p>` : quantityForm(view, line, order)}
</div>
<div class="amount">
<p>${line.metered ? "By use" : free ? `${dayCount(view.trialDays)} free` : amount}</p>
${line.interval !== null && html`<p class="quiet">${free ? `${priceWords(line)} after` : line.metered ? "billed afterwards" : rhythm(line.interval, line.intervalCount)}</p>`}
</div>
</li>`;
}

function quantityForm(
	view: CheckoutView,
	line: CheckoutLine,
	order: OrderProblem | undefined,
): Html {
	const { minimum = 1, maximum = 99 } = line.adjustable ?? {};
	const id = `quantity-${line.id}`;
	const problem = order?.kind === "quantity" && order.line === line.id ? order.problem : null;
	return html`<form method="post" action="/c/pay/${view.session.id}/quantity" class="quantity-form">
<input type="hidden" name="line" value="${line.id}"><label for="${id}">Qty<span class="visually-hidden"> of ${line.productName}</span></label>
<input id="${id}" name="quantity" type="number" inputmode="numeric" min="${minimum}" max="${maximum}" value="${line.quantity}" required${problem !== null && html` aria-invalid="true" aria-describedby="${id}-error"`}>
<button class="link" type="submit">Update</button>
${problem && html`<p class="error" id="${id}-error" role="alert">${problem}</p>`}
</form>`;
}

function totals(view: CheckoutView): Html {
	const { currency, trialDays, discounts, taxes } = view;
	const total = recurringTotal(view.lines);
	const money = (amount: number) => formatMoney(amount, currency);
	const row = ({ words, amount }: { words: string; amount: number }) =>
		html`<div><dt>${words}</dt><dd>${money(amount)}</dd></div>`;
	const extra = discounts.length + taxes.length > 0;
	return html`<dl class="totals">
${extra && row({ words: "Subtotal", amount: view.subtotal })}
${discounts.map(row)}
${taxes.map(row)}
${trialDays > 0 && total && row({ words: "Total after trial", amount: view.recurringAmount ?? total.amount })}
<div class="due"><dt>Total due today</dt><dd>${money(view.amountDueToday)}</dd></div>
</dl>`;
}

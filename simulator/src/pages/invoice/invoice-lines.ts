// The lines of an invoice and the sums under them.
import { type Html, html } from "../frame/html.ts";
import { formatShortDate } from "../words/dates.ts";
import { formatMoney } from "../words/money.ts";
import type { InvoiceLineView, InvoiceView } from "./invoice-billing.ts";

export function invoiceLines(view: InvoiceView): Html {
	return html`<table class="lines-table">
<thead><tr><th scope="col">Description</th><th scope="col" class="number">Qty</th><th scope="col" class="number">Each</th><th scope="col" class="number">Amount</th></tr></thead>
<tbody>${view.lines.map((line) => lineRow(line, view.currency))}</tbody>
</table>
<dl class="sums">
${view.sums.map(({ words, amount }) => html`<div><dt>${words}</dt><dd>${formatMoney(amount, view.currency)}</dd></div>`)}
${lastSums(view).map(({ words, amount }, index) => html`<div${index === 0 && html` class="due"`}><dt>${words}</dt><dd>${formatMoney(amount, view.currency)}</dd></div>`)}
</dl>`;
}

/** The total and what became of it. */
export function lastSums(view: InvoiceView): { words: string; amount: number }[] {
	const { total, amountDue, amountPaid, amountRemaining, status, creditNotes } = view;
	const credited = (after: boolean) =>
		creditNotes
			.filter(({ afterPayment }) => afterPayment === after)
			.map(({ number, amount }) => ({ words: `Credit note ${number}`, amount: -amount }));
	return [
		{ words: "Total", amount: total },
		...credited(false),
		...(amountDue === total ? [] : [{ words: "Amount due", amount: amountDue }]),
		...(amountPaid > 0 ? [{ words: "Amount paid", amount: amountPaid }] : []),
		...(status === "open" && amountPaid > 0
			? [{ words: "Amount remaining", amount: amountRemaining }]
			: []),
		...credited(true),
	];
}

function lineRow(
	{ words, period, quantity, unitAmount, amount }: InvoiceLineView,
	currency: string,
) {
	return html`<tr>
<td>${words}${periodWords(period) && html`<span class="quiet">${periodWords(period)}</span>`}</td>
<td class="number">${quantity}</td>
<td class="number">${unitAmount !== null && formatMoney(unitAmount, currency)}</td>
<td class="number">${formatMoney(amount, currency)}</td>
</tr>`;
}

/** "Nov 22 – Dec 22, 2026", or nothing for a line of one instant. */
export function periodWords({ start, end }: { start: number; end: number }): string | null {
	return start === end ? null : `${formatShortDate(start)} – ${formatShortDate(end)}`;
}

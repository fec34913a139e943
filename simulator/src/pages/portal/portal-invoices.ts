// The portal's table of invoices.

import { type Html, html } from "../frame/html.ts";
import { formatShortDate } from "../words/dates.ts";
import { formatMoney } from "../words/money.ts";
import type { Tone } from "../words/subscription-words.ts";
import type { PortalInvoice } from "./portal-billing.ts";
import { pathIn, type Scene } from "./portal-scene.ts";

const tones: Record<string, Tone> = {
	paid: "good",
	open: "wait",
	uncollectible: "bad",
	void: "over",
};

/** One row an invoice, in the order given, and the way to older ones. */
export function portalInvoices(scene: Scene): Html {
	const { invoices, olderInvoices } = scene.view;
	if (invoices.length === 0) return html`<p class="empty">No invoices yet.</p>`;
	const older = olderInvoices && `${pathIn(scene)}?before=${olderInvoices}#invoices-title`;
	return html`<table class="invoices">
<thead><tr><th scope="col">Date</th><th scope="col">Invoice</th><th scope="col">Status</th><th scope="col" class="number">Amount</th></tr></thead>
<tbody>${invoices.map(invoiceRow)}</tbody>
</table>
${older && html`<p class="more"><a class="plain" href="${older}">Older invoices</a></p>`}`;
}

function invoiceRow(invoice: PortalInvoice): Html {
	const status = invoice.status ?? "draft";
	return html`<tr>
<td>${formatShortDate(invoice.createdAt)}</td>
<td>${invoice.number === null ? "Draft" : html`<a href="/i/${invoice.id}">${invoice.number}</a>`}</td>
<td><span class="tag ${tones[status] ?? "over"}">${status.replace(/^./, (letter) => letter.toUpperCase())}</span></td>
<td class="number">${formatMoney(invoice.total, invoice.currency)}</td>
</tr>`;
}

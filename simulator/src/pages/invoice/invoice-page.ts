// The hosted invoice: what was billed, what is owed, and a way to pay it. Prints as one clean document.
import { type Html, html } from "../frame/html.ts";
import { businessMark, layout, simulatedBadge } from "../frame/layout.ts";
import { formatDate } from "../words/dates.ts";
import { formatMoney } from "../words/money.ts";
import type { Tone } from "../words/subscription-words.ts";
import { taxIdWords } from "../words/tax-id-words.ts";
import type { InvoiceView } from "./invoice-billing.ts";
import { invoiceLines } from "./invoice-lines.ts";
import { invoicePayment } from "./invoice-payment.ts";
import type { InvoiceScene } from "./invoice-scene.ts";

const states: Record<InvoiceView["status"], { label: string; tone: Tone }> = {
	draft: { label: "Draft", tone: "over" },
	open: { label: "Open", tone: "wait" },
	paid: { label: "Paid", tone: "good" },
	uncollectible: { label: "Uncollectible", tone: "bad" },
	void: { label: "Void", tone: "over" },
};

export function invoicePage(scene: InvoiceScene): Html {
	const { view, now } = scene;
	const number = view.number ?? view.id;
	const payable = isPayable(view);
	const faulty = scene.problem !== null || Object.keys(scene.form.errors).length > 0;
	return layout({
		title: `${faulty ? "Error: " : ""}Invoice ${number} · ${view.businessName}`,
		kind: "invoice",
		now,
		content: html`<header class="masthead">${businessMark(view.businessName)}${simulatedBadge("invoice")}</header>
<main class="${payable ? "paper-and-pay" : "paper-alone"}">
<article class="paper" aria-labelledby="invoice-title">
<div class="row"><h1 id="invoice-title">Invoice</h1><p class="tag ${states[view.status].tone}">${states[view.status].label}</p></div>
<p class="invoice-total">${formatMoney(headline(view), view.currency)} <span>${standing(view)}</span></p>
${facts(view)}
${view.description && html`<p>${view.description}</p>`}
${invoiceLines(view)}
${view.footer && html`<p class="quiet">${view.footer}</p>`}
<p class="no-print"><a class="plain" href="/i/${view.id}/pdf">Download PDF</a></p>
</article>
${payable && invoicePayment(scene)}
</main>`,
	});
}

/** An invoice that was given up can still be paid. */
export function isPayable({ status, amountRemaining }: InvoiceView): boolean {
	return (status === "open" || status === "uncollectible") && amountRemaining > 0;
}

function headline(view: InvoiceView): number {
	return view.status === "paid" ? view.amountDue : view.amountRemaining;
}

/** "due on …", "paid on …". */
export function standing({ status, dueAt, paidAt }: InvoiceView): string {
	if (status === "paid") return paidAt === null ? "paid" : `paid on ${formatDate(paidAt)}`;
	if (status === "void") return "not owed any more";
	return dueAt === null ? "due" : `due on ${formatDate(dueAt)}`;
}

function facts(view: InvoiceView): Html {
	const { billedTo } = view;
	const who = [billedTo.name, billedTo.email, ...billedTo.address].filter((part) => part !== null);
	return html`<dl class="invoice-facts">
<div><dt>Invoice number</dt><dd>${view.number ?? "Draft"}</dd></div>
<div><dt>Date of issue</dt><dd>${formatDate(view.issuedAt)}</dd></div>
<div><dt>From</dt><dd>${view.businessName}</dd></div>
<div><dt>Billed to</dt><dd>${who.map((part) => html`<span>${part}</span>`)}${view.taxIds.map(({ type, value }) => html`<span>${taxIdWords(type)} ${value}</span>`)}</dd></div>
</dl>`;
}

// The customer portal's home: what somebody has, how it is paid, and what was paid.
import { type Html, html } from "../frame/html.ts";
import { formatMoney } from "../words/money.ts";
import { hasEnded } from "../words/subscription-words.ts";
import { portalCards } from "./customer/cards.ts";
import { portalDetails } from "./customer/details.ts";
import { portalTaxIds } from "./customer/tax-ids.ts";
import type { PortalInvoice } from "./portal-billing.ts";
import { type PortalDone, wordsOfDone } from "./portal-done.ts";
import { portalInvoices } from "./portal-invoices.ts";
import { pathIn, portalFrame, problemNote, type Scene } from "./portal-scene.ts";
import { subscriptionCard } from "./subscription/subscription-card.ts";

/** The whole home page, with what was just done or why it was not. */
export function portalPage(scene: Scene, done: PortalDone | null): Html {
	const { view } = scene;
	const said = wordsOfDone(view, done);
	const live = view.subscriptions.filter((item) => !hasEnded(item));
	const over = view.subscriptions.filter(hasEnded);
	const none = html`<p class="empty">You have no subscriptions.</p>`;
	const shown = live.length > 0 ? live : over.slice(0, 1);
	return portalFrame(scene, {
		title: "Billing",
		content: html`<h1>Billing</h1>
<p class="quiet">${view.headline ?? view.customerEmail}</p>
${said && html`<p class="done" role="status" tabindex="-1" autofocus>${said}</p>`}
${problemNote(scene.problem)}
${openInvoice(scene)}
<section aria-labelledby="subscriptions-title">
<h2 id="subscriptions-title">${shown.length > 1 ? "Subscriptions" : "Current subscription"}</h2>
${shown.length === 0 ? none : shown.map((item) => subscriptionCard(scene, item))}
</section>
${view.may.cards && portalCards(scene)}
${view.may.details.length > 0 && portalDetails(scene)}
${view.may.taxIds && portalTaxIds(scene)}
${
	view.may.invoices &&
	html`<section aria-labelledby="invoices-title">
<h2 id="invoices-title">Invoice history</h2>
${portalInvoices(scene)}
</section>`
}`,
	});
}

/** An invoice that was sent to be paid, and nobody has tried yet. */
function waitingInvoice({ id, amountDue, currency }: PortalInvoice): Html {
	return html`<div class="attention waiting">
<p><strong>You have an open invoice of ${formatMoney(amountDue, currency)}.</strong></p>
<p class="actions"><a class="plain" href="/i/${id}">Pay invoice</a></p>
</div>`;
}

/** Somebody whose payment failed sees first how to put it right. */
function openInvoice(scene: Scene): Html {
	const { view } = scene;
	const open = view.openInvoices.find(({ tried }) => tried) ?? view.openInvoices[0];
	if (open === undefined) return html``;
	if (!open.tried) return waitingInvoice(open);
	return html`<div class="attention">
<div><p><strong>Your last payment didn't go through.</strong></p>
<p>Add a card that works, or pay the open invoice yourself.</p></div>
<p class="actions">${view.may.cards && html`<a class="button" href="${pathIn(scene, "payment-methods/new")}">Update payment method</a>`}
<a class="plain" href="/i/${open.id}">Pay invoice</a></p>
</div>`;
}

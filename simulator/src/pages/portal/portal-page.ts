// The customer portal: what somebody has, what it costs, and what they paid.
import { type Html, html } from "../frame/html.ts";
import { businessMark, layout, simulatedBadge } from "../frame/layout.ts";
import { webAddress } from "../frame/redirect-target.ts";
import type { PortalSubscription, PortalView } from "../pages-billing.ts";
import { hasEnded, standingOf, subscriptionPrice } from "../words/subscription-words.ts";
import { portalInvoices } from "./portal-invoices.ts";

/** What was just done, said once at the top of the page it led to. */
export type PortalDone = "canceled" | "resumed";

const doneWords: Record<PortalDone, string> = {
	canceled: "Your subscription is canceled.",
	resumed: "Your subscription will continue.",
};

/** The whole portal. `now` in unix seconds. */
export function portalPage(view: PortalView, done: PortalDone | null, now: number): Html {
	const none = html`<p class="empty">You have no subscriptions.</p>`;
	return portalFrame(view, {
		title: "Billing",
		now,
		content: html`<h1>Billing</h1>
${view.customerEmail && html`<p class="quiet">${view.customerEmail}</p>`}
${isTrue(view, done) && html`<p class="done" role="status" tabindex="-1" autofocus>${done && doneWords[done]}</p>`}
<section aria-labelledby="subscriptions-title">
<h2 id="subscriptions-title">${view.subscriptions.length > 1 ? "Subscriptions" : "Current subscription"}</h2>
${view.subscriptions.length === 0 ? none : view.subscriptions.map((item) => subscriptionCard(view, item))}
</section>
<section aria-labelledby="invoices-title">
<h2 id="invoices-title">Invoice history</h2>
${portalInvoices(view.invoices)}
</section>`,
	});
}

/** Everything of the portal but its middle: the way back, the business, the badge. */
export function portalFrame(
	view: PortalView,
	{ title, content, now }: { title: string; content: Html; now: number },
): Html {
	const back = webAddress(view.returnUrl);
	return layout({
		title: `${title} · ${view.businessName}`,
		kind: "portal",
		now,
		content: html`<header class="masthead">${back && html`<a class="back" href="${back}"><span aria-hidden="true">←</span> Return to ${view.businessName}</a>`}${businessMark(view.businessName)}${simulatedBadge("billing")}</header>
<main>${content}</main>`,
	});
}

/** An old address must not claim what has been undone since. */
function isTrue({ subscriptions }: PortalView, done: PortalDone | null): boolean {
	const going = (item: PortalSubscription) => item.cancelsAt === null && !hasEnded(item);
	if (done === null) return false;
	return subscriptions.some((item) => going(item) === (done === "resumed"));
}

function subscriptionCard(view: PortalView, subscription: PortalSubscription): Html {
	const { label, tone, next } = standingOf(subscription);
	const { quantity, productName } = subscription;
	return html`<article class="subscription">
<div class="row"><h3 class="name">${productName}</h3><p class="tag ${tone}">${label}</p></div>
<p class="price">${subscriptionPrice(subscription)}</p>
${quantity > 1 && html`<p class="quiet">Qty ${quantity}</p>`}
${next && html`<p>${next}</p>`}
${paymentMethod(subscription)}
${subscriptionActions(view, subscription)}
</article>`;
}

function paymentMethod(subscription: PortalSubscription): Html {
	const card = subscription.paymentMethod;
	if (hasEnded(subscription)) return html``;
	if (card === null) return html`<p class="card-line quiet">No payment method on file</p>`;
	const brand = card.brand.replace(/^./, (letter) => letter.toUpperCase());
	const expiry = `${String(card.expMonth).padStart(2, "0")}/${card.expYear}`;
	return html`<p class="card-line"><span>${brand} <span aria-hidden="true">••••</span> <span class="visually-hidden">ending in</span> ${card.last4}</span> <span class="quiet">Expires ${expiry}</span></p>`;
}

function subscriptionActions(view: PortalView, subscription: PortalSubscription): Html {
	if (hasEnded(subscription)) return html``;
	const path = `/p/session/${view.id}/subscriptions/${subscription.id}`;
	if (subscription.cancelsAt === null)
		return html`<p><a class="plain" href="${path}/cancel">Cancel subscription</a></p>`;
	return html`<form method="post" action="${path}/resume"><button class="pay" type="submit">Resume subscription</button></form>`;
}

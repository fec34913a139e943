// One subscription in the portal: how it stands, what it costs, and what can be done about it.
import { type Html, html } from "../../frame/html.ts";
import { cardExpiry, cardName } from "../../words/card-words.ts";
import { formatDate } from "../../words/dates.ts";
import { formatMoney } from "../../words/money.ts";
import { hasEnded, standingOf, subscriptionPrice } from "../../words/subscription-words.ts";
import type { PortalItem, PortalSubscription } from "../portal-billing.ts";
import { pathIn, type Scene } from "../portal-scene.ts";

export function subscriptionCard(scene: Scene, subscription: PortalSubscription): Html {
	const { label, tone, next } = standingOf(subscription);
	const { productName, items, discounts } = subscription;
	return html`<article class="subscription">
<div class="row"><h3 class="name">${productName}${items.length > 1 && ` and ${items.length - 1} more`}</h3><p class="tag ${tone}">${label}</p></div>
${items.length > 1 ? itemList(subscription) : singlePrice(subscription)}
${discounts.map((words) => html`<p><span class="tag good">${words}</span></p>`)}
${next && html`<p>${next}</p>`}
${scheduledChange(scene, subscription)}
${paymentMethod(subscription)}
${subscriptionActions(scene, subscription)}
</article>`;
}

function singlePrice(subscription: PortalSubscription): Html {
	const { quantity } = subscription;
	return html`<p class="price">${subscriptionPrice(subscription)}</p>
${quantity > 1 && html`<p class="quiet">Qty ${quantity}</p>`}`;
}

/** Each thing with its own price and rhythm: they need not be paid together. */
function itemList({ items, currency }: PortalSubscription): Html {
	return html`<ul class="items">${items.map(
		(item) =>
			html`<li><span>${item.productName}${item.quantity > 1 && html` <span class="quiet">× ${item.quantity}</span>`}</span> <span>${itemPrice(item, currency)}</span></li>`,
	)}</ul>`;
}

function itemPrice(item: PortalItem, currency: string): string {
	if (!item.metered) return subscriptionPrice({ ...item, currency });
	return `${formatMoney(item.unitAmount, currency)} for each unit used`;
}

function scheduledChange(scene: Scene, { id, scheduledChange }: PortalSubscription): Html {
	if (scheduledChange === null) return html``;
	const { words, at } = scheduledChange;
	return html`<div class="scheduled">
<p>Changes to <strong>${words}</strong> on ${formatDate(at)}.</p>
<form method="post" action="${pathIn(scene, `subscriptions/${id}/keep`)}"><button class="link" type="submit">Keep what you have</button></form>
</div>`;
}

function paymentMethod(subscription: PortalSubscription): Html {
	const card = subscription.paymentMethod;
	if (hasEnded(subscription)) return html``;
	if (card === null) return html`<p class="card-line quiet">No payment method on file</p>`;
	return html`<p class="card-line"><span>${cardName(card)}</span> <span class="quiet">Expires ${cardExpiry(card)}</span></p>`;
}

function subscriptionActions(scene: Scene, subscription: PortalSubscription): Html {
	if (hasEnded(subscription)) return html``;
	const path = `subscriptions/${subscription.id}`;
	if (subscription.cancelsAt !== null) {
		return html`<form method="post" action="${pathIn(scene, `${path}/resume`)}"><button class="pay" type="submit">Resume subscription</button></form>`;
	}
	if (subscription.canGoOn) {
		return html`<form method="post" action="${pathIn(scene, `${path}/go-on`)}"><button class="pay" type="submit">Resume subscription</button></form>`;
	}
	const { may } = scene.view;
	if (!subscription.canUpdate && !subscription.canPause && may.cancel === null) return html``;
	return html`${subscription.items.length > 1 && html`<p class="quiet">Subscriptions to several products cannot be switched here. Ask ${scene.view.businessName} to change them.</p>`}
<p class="actions">
${subscription.canUpdate && html`<a class="button" href="${pathIn(scene, `${path}/update`)}">Update subscription</a>`}
${subscription.canPause && html`<a class="plain" href="${pathIn(scene, `${path}/pause`)}">Pause subscription</a>`}
${may.cancel && html`<a class="plain" href="${pathIn(scene, `${path}/cancel`)}">Cancel subscription</a>`}
</p>`;
}

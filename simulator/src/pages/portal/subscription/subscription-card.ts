// One subscription in the portal: how it stands, what it costs, and what can be done about it.
import { type Html, html } from "../../frame/html.ts";
import { cardExpiry, cardName } from "../../words/card-words.ts";
import { formatDate } from "../../words/dates.ts";
import { hasEnded, standingOf, subscriptionPrice } from "../../words/subscription-words.ts";
import type { PortalSubscription } from "../portal-billing.ts";
import { pathIn, type Scene } from "../portal-scene.ts";

export function subscriptionCard(scene: Scene, subscription: PortalSubscription): Html {
	const { label, tone, next } = standingOf(subscription);
	const { quantity, productName, otherProducts, discounts } = subscription;
	return html`<article class="subscription">
<div class="row"><h3 class="name">${productName}${otherProducts > 0 && ` and ${otherProducts} more`}</h3><p class="tag ${tone}">${label}</p></div>
<p class="price">${subscriptionPrice(subscription)}</p>
${quantity > 1 && html`<p class="quiet">Qty ${quantity}</p>`}
${discounts.map((words) => html`<p><span class="tag good">${words}</span></p>`)}
${next && html`<p>${next}</p>`}
${scheduledChange(scene, subscription)}
${paymentMethod(subscription)}
${subscriptionActions(scene, subscription)}
</article>`;
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
	const { may } = scene.view;
	if (!subscription.canUpdate && may.cancel === null) return html``;
	return html`<p class="actions">
${subscription.canUpdate && html`<a class="button" href="${pathIn(scene, `${path}/update`)}">Update subscription</a>`}
${may.cancel && html`<a class="plain" href="${pathIn(scene, `${path}/cancel`)}">Cancel subscription</a>`}
</p>`;
}

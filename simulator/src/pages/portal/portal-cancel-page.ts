// The question before a subscription is cancelled.

import { type Html, html } from "../frame/html.ts";
import type { PortalSubscription, PortalView } from "../pages-billing.ts";
import { formatDate } from "../words/dates.ts";
import { accessEndsAt, subscriptionPrice } from "../words/subscription-words.ts";
import { portalFrame } from "./portal-page.ts";

/** Names the day access ends before anything is cancelled. `now` in unix seconds. */
export function portalCancelPage(
	view: PortalView,
	subscription: PortalSubscription,
	now: number,
): Html {
	const home = `/p/session/${view.id}`;
	const day = formatDate(accessEndsAt(subscription));
	return portalFrame(view, {
		title: "Cancel subscription",
		now,
		content: html`<h1>Cancel your subscription?</h1>
<article class="subscription">
<div class="row"><h2 class="name">${subscription.productName}</h2><p>${subscriptionPrice(subscription)}</p></div>
<p>You keep access until <strong>${day}</strong>. After that it ends and you are not charged again. You can change your mind until then.</p>
<form method="post" action="${home}/subscriptions/${subscription.id}/cancel" class="actions">
<button class="danger" type="submit">Confirm cancellation</button>
<a class="plain" href="${home}">Keep subscription</a>
</form>
</article>`,
	});
}

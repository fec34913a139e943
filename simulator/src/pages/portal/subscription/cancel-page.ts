// The question before a subscription is cancelled.

import { type Html, html } from "../../frame/html.ts";
import { formatDate } from "../../words/dates.ts";
import { accessEndsAt, subscriptionPrice } from "../../words/subscription-words.ts";
import type { PortalSubscription } from "../portal-billing.ts";
import {
	pathIn,
	portalFrame,
	problemNote,
	type Scene,
	taskHead,
	wayBack,
} from "../portal-scene.ts";

/** Stripe's reasons in the words its portal uses. */
const reasonWords: Record<string, string> = {
	too_expensive: "It's too expensive",
	missing_features: "Some features are missing",
	switched_service: "I found an alternative",
	unused: "I no longer need it",
	customer_service: "Customer service was less than expected",
	too_complex: "Ease of use was less than expected",
	low_quality: "Quality was less than expected",
	other: "Other reason",
};

/** Names the day access ends before anything is cancelled. */
export function portalCancelPage(scene: Scene, subscription: PortalSubscription): Html {
	const { cancel } = scene.view.may;
	const path = pathIn(scene, `subscriptions/${subscription.id}/cancel`);
	return portalFrame(scene, {
		title: "Cancel subscription",
		content: html`${taskHead(scene, "Cancel your subscription?")}
${problemNote(scene.problem)}
<article class="subscription">
<div class="row"><h2 class="name">${subscription.productName}</h2><p>${subscriptionPrice(subscription)}</p></div>
${consequence(subscription, cancel?.mode ?? "at_period_end")}
${offer(scene, subscription)}
<form method="post" action="${path}">
${reasons(cancel?.reasons ?? [])}
<p class="actions"><button class="danger" type="submit">Confirm cancellation</button>
<a class="plain" href="${wayBack(scene)}">Keep subscription</a></p>
</form>
</article>`,
	});
}

/** What the shop gives for staying, before the way out. */
function offer(scene: Scene, { id }: PortalSubscription): Html {
	const task = scene.inFlow ? scene.view.flow?.task : undefined;
	if (task?.kind !== "cancel" || task.offer === null || task.subscription !== id) return html``;
	return html`<div class="scheduled offer">
<p>Stay and get <strong>${task.offer}</strong>.</p>
<form method="post" action="${pathIn(scene, `subscriptions/${id}/stay`)}"><button class="button" type="submit">Accept offer and stay</button></form>
</div>`;
}

function consequence(
	subscription: PortalSubscription,
	mode: "at_period_end" | "immediately",
): Html {
	if (mode === "immediately") {
		return html`<p>It ends <strong>now</strong>, and so does your access. You are not charged again, and it cannot be taken back.</p>`;
	}
	const day = formatDate(accessEndsAt(subscription));
	return html`<p>You keep access until <strong>${day}</strong>. After that it ends and you are not charged again. You can change your mind until then.</p>`;
}

function reasons(words: readonly string[]): Html {
	if (words.length === 0) return html``;
	return html`<fieldset class="reasons">
<legend>Why do you cancel? <span class="quiet">(optional)</span></legend>
${words.map((reason) => html`<label class="choice"><input type="radio" name="feedback" value="${reason}"> ${reasonWords[reason] ?? reason}</label>`)}
<p class="field"><label for="comment">Anything to add?</label><textarea id="comment" name="comment" rows="3" maxlength="1000"></textarea></p>
</fieldset>`;
}

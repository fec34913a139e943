// The question before a subscription is paused.
import { type Html, html } from "../../frame/html.ts";
import { dayOrCount } from "../../words/price-words.ts";
import { subscriptionPrice } from "../../words/subscription-words.ts";
import type { PortalSubscription } from "../portal-billing.ts";
import {
	pathIn,
	portalFrame,
	problemNote,
	type Scene,
	taskHead,
	wayBack,
} from "../portal-scene.ts";

/** Says what a pause means, and lets a length be chosen where several are offered. */
export function pausePage(scene: Scene, subscription: PortalSubscription): Html {
	const options = scene.view.may.pause ?? [];
	return portalFrame(scene, {
		title: "Pause subscription",
		content: html`${taskHead(scene, "Pause your subscription?")}
${problemNote(scene.problem)}
<article class="subscription">
<div class="row"><h2 class="name">${subscription.productName}</h2><p>${subscriptionPrice(subscription)}</p></div>
<p>It is paused <strong>now</strong>: you have no access and are not charged until it goes on.</p>
<form method="post" action="${pathIn(scene, `subscriptions/${subscription.id}/pause`)}">
${lengths(options)}
<p class="actions"><button class="pay" type="submit">Pause subscription</button>
<a class="plain" href="${wayBack(scene)}">Go back</a></p>
</form>
</article>`,
	});
}

function lengths(options: readonly { interval: string; count: number }[]): Html {
	if (options.length === 0) {
		return html`<p class="quiet">It stays paused until you resume it.</p>`;
	}
	return html`<fieldset class="reasons"><legend>For how long?</legend>
${options.map(
	({ interval, count }, index) =>
		html`<label class="choice"><input type="radio" name="option" value="${index}" required${index === 0 && html` checked`}> ${dayOrCount(count, interval)}</label>`,
)}
</fieldset>`;
}

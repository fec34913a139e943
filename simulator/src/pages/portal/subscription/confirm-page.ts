// What a change costs, before it is made.
import { type Html, html } from "../../frame/html.ts";
import { cardName } from "../../words/card-words.ts";
import { formatDate } from "../../words/dates.ts";
import { formatMoney } from "../../words/money.ts";
import { subscriptionPrice } from "../../words/subscription-words.ts";
import type { PortalSubscription, UpdatePreview } from "../portal-billing.ts";
import {
	pathIn,
	portalFrame,
	problemNote,
	type Scene,
	taskHead,
	wayBack,
} from "../portal-scene.ts";

/** A promotion code: as it was typed, as it was taken (or empty), and why it was not. */
export interface CodeTyped {
	typed: string;
	taken: string;
	problem: string | null;
}

/** One button makes the change exactly as it stands here. */
export function portalConfirmPage(
	scene: Scene,
	subscription: PortalSubscription,
	{ preview, code }: { preview: UpdatePreview; code: CodeTyped },
): Html {
	const { to, quantity } = preview;
	const path = `subscriptions/${subscription.id}/update`;
	const back = `${path}?price=${encodeURIComponent(to.id)}&quantity=${quantity}`;
	const flow = scene.view.flow?.task;
	const elsewhere = scene.inFlow && flow?.kind === "confirm";
	return portalFrame(scene, {
		title: "Confirm your update",
		content: html`${taskHead(scene, "Confirm your update")}
${problemNote(scene.problem, cardLink(scene))}
<article class="subscription">
<div class="row"><h2 class="name">${to.productName}${quantity > 1 && ` × ${quantity}`}</h2><p class="price">${subscriptionPrice({ ...to, quantity })}</p></div>
<p>${whatHappens(subscription, preview)}</p>
${preview.discount !== null && html`<p><span class="tag good">${preview.discount}</span></p>`}
${dueNow(preview)}
${payingCard(scene, subscription, preview)}
${codeField(scene, subscription, { preview, code })}
<form method="post" action="${pathIn(scene, `${path}/confirm`)}">
<input type="hidden" name="price" value="${to.id}"><input type="hidden" name="quantity" value="${quantity}"><input type="hidden" name="as_of" value="${preview.asOf}">${code.taken !== "" && html`<input type="hidden" name="code" value="${code.taken}">`}
<p class="actions"><button class="pay" type="submit">${buttonWords(preview)}</button>
<a class="plain" href="${elsewhere ? wayBack(scene) : pathIn(scene, back)}">Go back</a></p>
</form>
<p class="terms">${terms(scene, preview)}</p>
</article>`,
	});
}

/** A plain form that asks for the same figures again, with the code. */
function codeField(
	scene: Scene,
	{ id }: PortalSubscription,
	{ preview, code }: { preview: UpdatePreview; code: CodeTyped },
): Html {
	if (!scene.view.may.codes || code.taken !== "") return html``;
	const wrong = code.problem !== null;
	return html`<details class="promotion"${wrong && html` open`}>
<summary>Add promotion code</summary>
<form method="get" action="${pathIn(scene, `subscriptions/${id}/update/confirm`)}">
${scene.inFlow && html`<input type="hidden" name="flow" value="1">`}<input type="hidden" name="price" value="${preview.to.id}"><input type="hidden" name="quantity" value="${preview.quantity}">
<p class="field"><label for="code">Promotion code</label><input id="code" name="code" value="${code.typed}" maxlength="100" autocomplete="off" autocapitalize="characters" spellcheck="false" required${wrong && html` aria-invalid="true" aria-describedby="code-error" autofocus`}></p>
<button class="plain" type="submit">Apply</button>
${wrong && html`<p class="error" id="code-error" role="alert">${code.problem}</p>`}
</form>
</details>`;
}

function cardLink(scene: Scene): Html | null {
	if (!scene.view.may.cards) return null;
	return html`<p><a href="${pathIn(scene, "payment-methods/new")}">Update payment method</a></p>`;
}

function whatHappens(subscription: PortalSubscription, preview: UpdatePreview): Html {
	const { timing, at, endsTrial, to } = preview;
	if (timing === "period_end") {
		return html`You keep ${subscription.productName} until <strong>${formatDate(at)}</strong>. On that day it changes to ${to.productName}. Nothing is due today.`;
	}
	if (endsTrial) return html`The change applies now and <strong>ends your free trial</strong>.`;
	if (subscription.status === "trialing") {
		return html`The change applies now. Your free trial goes on until <strong>${formatDate(subscription.trialEndsAt ?? at)}</strong>.`;
	}
	return html`The change applies <strong>now</strong>.`;
}

function dueNow({ lines, dueNow, credit, next, timing, to }: UpdatePreview): Html {
	const money = (amount: number) => formatMoney(amount, to.currency);
	return html`<dl class="sums">
${lines.map(({ words, amount }) => html`<div><dt>${words}</dt><dd>${money(amount)}</dd></div>`)}
${timing === "now" && html`<div class="due"><dt>Due today</dt><dd>${money(dueNow)}</dd></div>`}
${credit > 0 && html`<div><dt>Credit for your next invoices</dt><dd>${money(credit)}</dd></div>`}
${next && html`<div class="next"><dt>Next payment on ${formatDate(next.at)}</dt><dd>${money(next.amount)}</dd></div>`}
</dl>`;
}

function payingCard(
	scene: Scene,
	{ paymentMethod }: PortalSubscription,
	{ dueNow, timing }: UpdatePreview,
): Html {
	if (timing === "now" && dueNow > 0 && paymentMethod === null) {
		return html`<p class="hint">There is no payment method on file. ${scene.view.may.cards && html`<a href="${pathIn(scene, "payment-methods/new")}">Add one first</a>`}</p>`;
	}
	return html`${paymentMethod && html`<p class="card-line"><span>${cardName(paymentMethod)}</span></p>`}`;
}

function buttonWords({ timing, dueNow, to }: UpdatePreview): string {
	if (timing === "period_end") return "Schedule change";
	return dueNow > 0 ? `Pay ${formatMoney(dueNow, to.currency)} and update` : "Confirm";
}

function terms({ view }: Scene, { to, quantity, timing, at }: UpdatePreview): string {
	const price = subscriptionPrice({ ...to, quantity });
	const from = timing === "period_end" ? `From ${formatDate(at)} you` : "You";
	return `${from} pay ${price} until you cancel. Cancel any time in your ${view.businessName} billing settings.`;
}

// The cards on file, in the portal.
import type { SavedCard } from "../../card/card-entry.ts";
import { type Html, html } from "../../frame/html.ts";
import { cardExpiry, cardName, cardWords } from "../../words/card-words.ts";
import { pathIn, type Scene } from "../portal-scene.ts";

/** The default first; every other one can take its place or go. */
export function portalCards(scene: Scene): Html {
	const { cards } = scene.view;
	return html`<section aria-labelledby="cards-title">
<h2 id="cards-title">Payment method</h2>
<div class="panel">
${cards.length === 0 ? html`<p class="quiet">No payment method on file</p>` : html`<ul class="cards">${cards.map((card) => savedCard(scene, card))}</ul>`}
<p><a class="plain" href="${pathIn(scene, "payment-methods/new")}">Add payment method</a></p>
</div>
</section>`;
}

function savedCard(scene: Scene, card: SavedCard): Html {
	const path = `payment-methods/${card.id}`;
	const words = html`<span class="visually-hidden">: ${cardWords(card)}</span>`;
	return html`<li>
<p><span>${cardName(card)}</span> <span class="quiet">Expires ${cardExpiry(card)}</span></p>
${
	card.isDefault
		? html`<p class="tag good">Default</p>`
		: html`<form method="post" action="${pathIn(scene, `${path}/default`)}"><button class="link" type="submit">Make default${words}</button></form>`
}
<form method="post" action="${pathIn(scene, `${path}/remove`)}"><button class="link" type="submit">Remove${words}</button></form>
</li>`;
}

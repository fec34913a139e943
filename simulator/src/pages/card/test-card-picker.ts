// Lets a person try each outcome without knowing card numbers by heart.
import { type Html, html } from "../frame/html.ts";
import { groupDigits, type TestCard, testCards } from "./test-cards.ts";

/** Far enough ahead that a story of several years still has a working card. */
const cardLifeYears = 8;

/**
 * Buttons that fill the form when scripts run, a list of numbers when they do not; the style sheet
 * shows exactly one of the two. The expiry is valid on the simulated clock (`now`, unix seconds).
 */
export function testCardPicker(now: number): Html {
	const year = new Date(now * 1000).getUTCFullYear() + cardLifeYears;
	const expiry = `12 / ${String(year % 100).padStart(2, "0")}`;
	return html`<div class="testing">
<div class="picker" role="group" aria-labelledby="picker-title">
<p class="picker-title" id="picker-title">Try a test card</p>
<div class="chips">${testCards.map((card) => chip(card, expiry))}</div>
<p class="quiet" role="status" data-picked></p>
</div>
<details class="numbers">
<summary>Test card numbers</summary>
<dl>${testCards.map((card) => html`<div><dt>${card.does}</dt><dd>${groupDigits(card.number)}</dd></div>`)}</dl>
<p class="quiet">Any expiration date that is not past, and any CVC.</p>
</details>
</div>`;
}

function chip(card: TestCard, expiry: string): Html {
	return html`<button type="button" class="chip" aria-pressed="false" data-card="${groupDigits(card.number)}" data-expiry="${expiry}">${card.does} <span>(${card.hint})</span></button>
`;
}

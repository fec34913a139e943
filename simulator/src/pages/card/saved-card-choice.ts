// A choice between the cards on file and a new one, whose fields show only when it is chosen.
import { type Html, html } from "../frame/html.ts";
import { cardExpiry, cardName } from "../words/card-words.ts";
import type { SavedCard } from "./card-entry.ts";

/** The new card's fields alone where nothing is on file. The style sheet hides them until they are needed. */
export function savedCardChoice(
	cards: readonly SavedCard[],
	fields: Html,
	startsNew: boolean,
): Html {
	if (cards.length === 0) return fields;
	const first = cards.find(({ isDefault }) => isDefault) ?? cards[0];
	return html`<fieldset class="saved">
<legend>Payment method</legend>
${cards.map(
	(card) =>
		html`<label class="choice"><input type="radio" name="saved" value="${card.id}"${!startsNew && card === first && html` checked`}> <span>${cardName(card)} <span class="quiet">Expires ${cardExpiry(card)}</span></span></label>`,
)}
<label class="choice"><input type="radio" name="saved" value="" data-new-card${startsNew && html` checked`}> Use another card</label>
</fieldset>
<div class="new-card">${fields}</div>`;
}

/** The id of the card that was chosen; null for a new one. */
export function readSaved(body: URLSearchParams, cards: readonly SavedCard[]): string | null {
	const chosen = body.get("saved");
	return cards.find(({ id }) => id === chosen)?.id ?? null;
}

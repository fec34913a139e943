// Tax ids in the portal: those on file, and the form for another one.
import { type Html, html } from "../../frame/html.ts";
import { taxIdWords } from "../../words/tax-id-words.ts";
import type { PortalTaxId } from "../portal-billing.ts";
import {
	pathIn,
	portalFrame,
	problemNote,
	type Scene,
	taskHead,
	wayBack,
} from "../portal-scene.ts";

const tones: Record<string, string> = { verified: "good", unverified: "bad", pending: "wait" };

/** Part of the portal's home. */
export function portalTaxIds(scene: Scene): Html {
	const { taxIds } = scene.view;
	return html`<section aria-labelledby="tax-ids-title">
<h2 id="tax-ids-title">Tax IDs</h2>
<div class="panel">
${taxIds.length === 0 ? html`<p class="quiet">No tax ID on file</p>` : html`<ul class="cards">${taxIds.map((one) => taxIdRow(scene, one))}</ul>`}
<p><a class="plain" href="${pathIn(scene, "tax-ids/new")}">Add tax ID</a></p>
</div>
</section>`;
}

function taxIdRow(scene: Scene, { id, type, value, verification }: PortalTaxId): Html {
	const tone = tones[verification];
	return html`<li>
<p><span>${value}</span> <span class="quiet">${taxIdWords(type)}</span></p>
${tone !== undefined && html`<p class="tag ${tone}">${verification.replace(/^./, (letter) => letter.toUpperCase())}</p>`}
<form method="post" action="${pathIn(scene, `tax-ids/${id}/remove`)}"><button class="link" type="submit">Remove<span class="visually-hidden">: ${value}</span></button></form>
</li>`;
}

export interface TypedTaxId {
	type: string;
	value: string;
}

/** The form, with what was typed. */
export function taxIdPage(scene: Scene, kinds: readonly string[], typed: TypedTaxId): Html {
	const sorted = kinds
		.map((type) => ({ type, words: taxIdWords(type) }))
		.toSorted((left, right) => left.words.localeCompare(right.words));
	return portalFrame(scene, {
		title: "Add tax ID",
		content: html`${taskHead(scene, "Add tax ID")}
${problemNote(scene.problem)}
<form method="post" action="${pathIn(scene, "tax-ids/new")}" class="panel fields">
<p class="field"><label for="type">Type</label><select id="type" name="type" required>${sorted.map(
			({ type, words }) =>
				html`<option value="${type}"${type === typed.type && html` selected`}>${words}</option>`,
		)}</select></p>
<p class="field"><label for="value">Number</label><input id="value" name="value" value="${typed.value}" maxlength="50" required autocomplete="off" spellcheck="false"></p>
<p class="actions"><button class="pay" type="submit">Save</button> <a class="plain" href="${wayBack(scene)}">Go back</a></p>
</form>`,
	});
}

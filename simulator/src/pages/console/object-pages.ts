// Objects in the console: by type, found by search, and one with everything that happened to it.
import { type Html, html } from "../frame/html.ts";
import { formatInstant } from "../words/dates.ts";
import { formatMoney } from "../words/money.ts";
import type { EventRow, ObjectType, Page, Shown } from "./console-billing.ts";
import { type ConsoleScene, consoleFrame, consolePath, panel } from "./console-frame.ts";
import { eventTable } from "./event-pages.ts";
import { jsonBlock, objectPath } from "./json-text.ts";

/** All types with how many there are. */
export function typeTiles(types: readonly ObjectType[]): Html {
	return html`<ul class="tiles">${types.map(
		({ name, label, count }) =>
			html`<li><a href="${consolePath}/objects/${name}"><strong>${new Intl.NumberFormat("en-US").format(count)}</strong> ${label}</a></li>`,
	)}</ul>`;
}

export function objectTypesPage(scene: ConsoleScene, types: readonly ObjectType[]): Html {
	return consoleFrame(scene, {
		room: "objects",
		title: "Objects",
		content: html`<h1>Objects</h1>${typeTiles(types)}`,
	});
}

interface Listing {
	type: string;
	label: string;
	search: string;
	page: Page<Shown>;
}

export function objectListPage(scene: ConsoleScene, { type, label, search, page }: Listing): Html {
	const path = `${consolePath}/objects/${type}`;
	const older = page.older === null ? null : new URLSearchParams({ search, before: page.older });
	return consoleFrame(scene, {
		room: "objects",
		title: label,
		content: html`<p class="up"><a href="${consolePath}/objects"><span aria-hidden="true">←</span> Objects</a></p>
<h1>${label}</h1>
<form method="get" action="${path}" class="filters"><p class="field"><label for="search">Contains</label><input id="search" name="search" type="search" value="${search}" maxlength="200"></p><button class="plain" type="submit">Filter</button></form>
${objectTable(page.rows)}
${older && html`<p><a class="plain" href="${path}?${older.toString()}">Older</a></p>`}`,
	});
}

export function searchPage(scene: ConsoleScene, query: string, found: readonly Shown[]): Html {
	return consoleFrame(scene, {
		room: "objects",
		title: `Search: ${query}`,
		content: html`<h1>Search: ${query}</h1>${objectTable(found)}`,
	});
}

interface Sheet {
	object: Shown;
	/** How its type is listed. */
	label: string;
	events: Page<EventRow>;
}

export function objectPage(scene: ConsoleScene, { object, label, events }: Sheet): Html {
	const type = String(object.object);
	const id = String(object.id);
	const all = `${consolePath}/events?about=${encodeURIComponent(id)}`;
	return consoleFrame(scene, {
		room: "objects",
		title: id,
		content: html`<p class="up"><a href="${consolePath}/objects/${type}"><span aria-hidden="true">←</span> ${label}</a></p>
<h1 class="id">${id}</h1>
<p>${statusTag(object)} ${titleOf(object)} ${amountOf(object)}</p>
<div class="halves">
${panel("Object", jsonBlock(object, `${id} as JSON`))}
${panel("Events about it", eventTable(events.rows), events.older === null ? null : html`<a href="${all}">All</a>`)}
</div>`,
	});
}

function objectTable(rows: readonly Shown[]): Html {
	if (rows.length === 0) return html`<p class="empty">Nothing here yet.</p>`;
	return html`<div class="scroll" tabindex="0" role="region" aria-label="Objects"><table class="grid">
<thead><tr><th scope="col">Id</th><th scope="col">What</th><th scope="col">Status</th><th scope="col" class="number">Amount</th><th scope="col">Created</th></tr></thead>
<tbody>${rows.map(
		(
			object,
		) => html`<tr><td><a class="id" href="${objectPath(String(object.id))}">${String(object.id)}</a></td>
<td>${titleOf(object)}</td><td>${statusTag(object)}</td><td class="number">${amountOf(object)}</td><td class="when">${typeof object.created === "number" && formatInstant(object.created)}</td></tr>`,
	)}</tbody></table></div>`;
}

const titleFields =
	"name email number code description nickname lookup_key url customer type".split(" ");

/** The first field that says to a person which one it is. */
function titleOf(object: Shown): string {
	for (const field of titleFields) {
		const value = object[field];
		if (typeof value === "string" && value !== "") return value;
	}
	return "";
}

const amountFields = "amount total amount_total unit_amount amount_off amount_requested".split(" ");

function amountOf(object: Shown): string {
	const { currency } = object;
	if (typeof currency !== "string" || currency.length !== 3) return "";
	for (const field of amountFields) {
		const value = object[field];
		if (typeof value === "number") return formatMoney(value, currency);
	}
	return "";
}

const good = new Set(["active", "paid", "succeeded", "complete", "trialing", "enabled", "ready"]);
const bad = new Set(["past_due", "unpaid", "incomplete", "uncollectible", "failed", "lost"]);
const over = new Set(["canceled", "void", "expired", "incomplete_expired", "disabled", "inactive"]);

function statusTag(object: Shown): Html {
	const { status, active } = object;
	const activeWord = typeof active === "boolean" ? (active ? "active" : "inactive") : null;
	const word = typeof status === "string" ? status : activeWord;
	if (word === null) return html``;
	const tone = good.has(word) ? "good" : bad.has(word) ? "bad" : over.has(word) ? "over" : "wait";
	return html`<span class="tag ${tone}">${word}</span>`;
}

// The event log in the console, and one event with its deliveries.
import { type Html, html } from "../frame/html.ts";
import { formatInstant } from "../words/dates.ts";
import type { DeliveryRow, EventFilter, EventRow, Page, Shown } from "./console-billing.ts";
import { type ConsoleScene, consoleFrame, consolePath, panel } from "./console-frame.ts";
import { deliveryTable } from "./delivery-pages.ts";
import { jsonBlock, objectPath } from "./json-text.ts";

export function eventsPage(scene: ConsoleScene, filter: EventFilter, page: Page<EventRow>): Html {
	const { type, about } = filter;
	const older =
		page.older === null ? null : new URLSearchParams({ type, about, before: page.older });
	return consoleFrame(scene, {
		room: "events",
		title: "Events",
		content: html`<h1>Events</h1>
<form method="get" action="${consolePath}/events" class="filters">
<p class="field"><label for="type">Type</label><input id="type" name="type" value="${type}" placeholder="invoice.paid or invoice." maxlength="100" autocomplete="off"></p>
<p class="field"><label for="about">About object</label><input id="about" name="about" value="${about}" placeholder="sub_…" maxlength="100" autocomplete="off"></p>
<button class="plain" type="submit">Filter</button>${(type || about) && html` <a href="${consolePath}/events">Clear</a>`}
</form>
${eventTable(page.rows)}
${older && html`<p><a class="plain" href="${consolePath}/events?${older.toString()}">Older</a></p>`}`,
	});
}

export function eventPage(
	scene: ConsoleScene,
	event: Shown,
	deliveries: readonly DeliveryRow[],
): Html {
	const id = String(event.id);
	return consoleFrame(scene, {
		room: "events",
		title: `${String(event.type)} ${id}`,
		content: html`<p class="up"><a href="${consolePath}/events"><span aria-hidden="true">←</span> Events</a></p>
<h1 class="id">${String(event.type)}</h1>
<p class="quiet">${id}${typeof event.created === "number" && `, ${formatInstant(event.created)}`}</p>
${panel("Deliveries", deliveryTable(deliveries))}
${panel("Event", jsonBlock(event, `${id} as JSON`))}`,
	});
}

/** Newest first. */
export function eventTable(rows: readonly EventRow[]): Html {
	if (rows.length === 0) return html`<p class="empty">No events yet.</p>`;
	return html`<div class="scroll" tabindex="0" role="region" aria-label="Events"><table class="grid">
<thead><tr><th scope="col">Type</th><th scope="col">About</th><th scope="col">Created</th><th scope="col">Webhooks</th></tr></thead>
<tbody>${rows.map(
		({ id, type, about, created, pendingWebhooks }) =>
			html`<tr><td><a href="${objectPath(id)}">${type}</a></td><td>${about && html`<a class="id" href="${objectPath(about)}">${about}</a>`}</td><td class="when">${formatInstant(created)}</td><td>${pendingWebhooks > 0 ? html`<span class="tag wait">${pendingWebhooks} pending</span>` : html`<span class="quiet">none pending</span>`}</td></tr>`,
	)}</tbody></table></div>`;
}

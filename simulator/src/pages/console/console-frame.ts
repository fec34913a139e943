// The frame of every console page: where one is, the clock and its levers, the search.
import { type Html, html } from "../frame/html.ts";
import { consoleDocument } from "../frame/layout.ts";
import { formatInstant } from "../words/dates.ts";

export const consolePath = "/_simulator/console";

export interface ConsoleScene {
	now: number;
	/** Path and query of this page, so that a lever leads back to it. */
	here: string;
	problem: string | null;
}

type Room = "overview" | "objects" | "events" | "webhooks" | "time" | "faults";

const rooms: readonly { room: Room; label: string; path: string }[] = [
	{ room: "overview", label: "Overview", path: "/" },
	{ room: "objects", label: "Objects", path: `${consolePath}/objects` },
	{ room: "events", label: "Events", path: `${consolePath}/events` },
	{ room: "webhooks", label: "Webhooks", path: `${consolePath}/webhooks` },
	{ room: "time", label: "Time", path: `${consolePath}/time` },
	{ room: "faults", label: "Faults", path: `${consolePath}/faults` },
];

export interface ConsolePage {
	room: Room;
	title: string;
	content: Html;
}

/** A whole page. What is in `data-live` is replaced while somebody looks, unless he is typing in it. */
export function consoleFrame(scene: ConsoleScene, { room, title, content }: ConsolePage): Html {
	return consoleDocument({
		title: `${scene.problem === null ? "" : "Error: "}${title} · Simulator`,
		content: html`<a class="skip" href="#content">Skip to content</a>
<header class="bar">
<p class="console-name"><a href="/"><span class="monogram" aria-hidden="true">S</span>Simulator</a></p>
<nav aria-label="Console">${rooms.map(
			(one) =>
				html`<a href="${one.path}"${one.room === room && html` aria-current="page"`}>${one.label}</a>`,
		)}</nav>
<form role="search" method="get" action="${consolePath}/search" class="search"><label class="visually-hidden" for="q">Search for an id, e-mail or name</label><input id="q" name="q" type="search" placeholder="Search ids, e-mails, names" maxlength="200" autocomplete="off"></form>
</header>
${clockBar(scene)}
<main id="content" tabindex="-1">
${scene.problem && html`<div class="problem" role="alert" data-problem tabindex="-1"><p>${scene.problem}</p></div>`}
<div data-live>${content}</div>
</main>
<footer class="clock">Simulated Stripe: no real money. <span role="status" data-live-status></span><noscript>Reload the page to see what is new.</noscript></footer>`,
	});
}

const steps: readonly { advance: string; label: string }[] = [
	{ advance: "1h", label: "1 hour" },
	{ advance: "1d", label: "1 day" },
	{ advance: "3d", label: "3 days" },
	{ advance: "1mo", label: "1 month" },
	{ advance: "1y", label: "1 year" },
];

function clockBar({ now, here }: ConsoleScene): Html {
	return html`<form method="post" action="${consolePath}/clock" class="clock-bar" aria-label="Clock">
<p data-live><span class="quiet">Clock</span> <strong>${formatInstant(now)}</strong></p>
<input type="hidden" name="here" value="${here}">
<div class="steps" role="group" aria-label="Move the clock forward">${steps.map(
		({ advance, label }) =>
			html`<button class="chip" type="submit" name="advance" value="${advance}"><span class="visually-hidden">Forward </span>+ ${label}</button>`,
	)}</div>
</form>`;
}

/** A section with its heading. */
export function panel(heading: string, content: Html, more: Html | null = null): Html {
	const id = heading.toLowerCase().replace(/[^a-z]+/g, "-");
	return html`<section class="box" aria-labelledby="${id}"><div class="row"><h2 id="${id}">${heading}</h2>${more}</div>
${content}</section>`;
}

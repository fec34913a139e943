// Time and reset in the console.
import { type Html, html } from "../frame/html.ts";
import { formatInstant } from "../words/dates.ts";
import type { TestClockRow } from "./console-billing.ts";
import { type ConsoleScene, consoleFrame, consolePath, panel } from "./console-frame.ts";
import { objectPath } from "./json-text.ts";

interface Times {
	offset: number;
	clocks: readonly TestClockRow[];
}

export function timePage(scene: ConsoleScene, { offset, clocks }: Times): Html {
	const days = Math.floor(offset / 86_400);
	const hours = Math.floor((offset % 86_400) / 3600);
	const ahead =
		offset === 0
			? "It runs with the wall clock."
			: `It is ${days} d ${hours} h ahead of the wall clock.`;
	return consoleFrame(scene, {
		room: "time",
		title: "Time",
		content: html`<h1>Time</h1>
${panel(
	"The simulator's clock",
	html`<p><strong>${formatInstant(scene.now)}</strong></p><p class="quiet">${ahead} It only moves forward; whatever falls due on the way happens in order.</p>
<form method="post" action="${consolePath}/clock" class="filters"><input type="hidden" name="here" value="${scene.here}">
<p class="field"><label for="advance">Move forward by</label><input id="advance" name="advance" placeholder="7d, 12h, 2mo, 1y" pattern="\\d+(s|m|h|d|w|mo|y)" maxlength="12" required autocomplete="off"></p><button class="button" type="submit">Move</button></form>`,
)}
${panel("Test clocks", clocks.length === 0 ? html`<p class="empty">No test clocks. Make one with <code>POST /v1/test_helpers/test_clocks</code>.</p>` : clockTable(scene, clocks))}
${panel(
	"Start again",
	html`<p class="quiet">Forgets every object, event and endpoint, and sets the clock back to the wall clock's time.</p>
<form method="post" action="${consolePath}/reset"><label class="choice"><input type="checkbox" name="sure" value="yes" required> Yes, forget everything</label><p class="actions"><button class="danger" type="submit">Reset the simulator</button></p></form>`,
)}`,
	});
}

function clockTable(scene: ConsoleScene, clocks: readonly TestClockRow[]): Html {
	return html`<div class="scroll" tabindex="0" role="region" aria-label="Test clocks"><table class="grid">
<thead><tr><th scope="col">Clock</th><th scope="col">Status</th><th scope="col">Stands at</th><th scope="col" class="number">Customers</th><th scope="col">Move forward</th></tr></thead>
<tbody>${clocks.map(
		(
			clock,
		) => html`<tr><td><a href="${objectPath(clock.id)}">${clock.name ?? clock.id}</a></td><td>${clock.status}</td><td class="when">${formatInstant(clock.frozenTime)}</td><td class="number">${clock.customers}</td>
<td><form method="post" action="${consolePath}/test-clocks/${clock.id}" class="steps"><input type="hidden" name="here" value="${scene.here}">${["1h", "1d", "3d", "1mo"].map((one) => html`<button class="chip" name="advance" value="${one}" type="submit">+ ${one}</button>`)}</form></td></tr>`,
	)}</tbody></table></div>`;
}

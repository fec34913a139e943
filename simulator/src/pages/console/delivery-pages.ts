// Webhooks in the console: endpoints, deliveries, and what was said in each attempt.
import { type Html, html } from "../frame/html.ts";
import type {
	AttemptView,
	DeliveryFilter,
	DeliveryRow,
	DeliveryView,
	EndpointRow,
	Page,
} from "./console-billing.ts";
import { type ConsoleScene, consoleFrame, consolePath, panel } from "./console-frame.ts";
import { objectPath, textBlock } from "./json-text.ts";

interface Webhooks {
	endpoints: readonly EndpointRow[];
	filter: DeliveryFilter;
	page: Page<DeliveryRow>;
}

export function webhooksPage(scene: ConsoleScene, { endpoints, filter, page }: Webhooks): Html {
	const { endpoint, state } = filter;
	const path = `${consolePath}/webhooks`;
	const older =
		page.older === null ? null : new URLSearchParams({ endpoint, state, before: page.older });
	return consoleFrame(scene, {
		room: "webhooks",
		title: "Webhooks",
		content: html`<h1>Webhooks</h1>
${panel("Endpoints", endpointTable(endpoints))}
${panel(
	"Deliveries",
	html`<form method="get" action="${path}" class="filters">
<p class="field"><label for="state">State</label><select id="state" name="state">${["", "pending", "delivered", "failed", "dropped"].map((one) => html`<option value="${one}"${one === state && html` selected`}>${one === "" ? "Any" : one}</option>`)}</select></p>
${endpoint && html`<input type="hidden" name="endpoint" value="${endpoint}">`}
<button class="plain" type="submit">Filter</button>${(endpoint || state) && html` <a href="${path}">Clear</a>`}
</form>
${deliveryTable(page.rows)}
${older && html`<p><a class="plain" href="${path}?${older.toString()}">Older</a></p>`}`,
)}`,
	});
}

export function endpointTable(endpoints: readonly EndpointRow[]): Html {
	if (endpoints.length === 0) {
		return html`<p class="empty">No endpoints. Register one with <code>POST /v1/webhook_endpoints</code>.</p>`;
	}
	return html`<div class="scroll" tabindex="0" role="region" aria-label="Endpoints"><table class="grid">
<thead><tr><th scope="col">Address</th><th scope="col">Events</th><th scope="col">Status</th><th scope="col" class="number">Delivered</th><th scope="col" class="number">Pending</th><th scope="col" class="number">Failed</th></tr></thead>
<tbody>${endpoints.map(
		(
			one,
		) => html`<tr><td><a href="${objectPath(one.id)}">${one.url}</a></td><td>${one.enabledEvents.includes("*") ? "all" : `${one.enabledEvents.length} types`}</td><td><span class="tag ${one.status === "enabled" ? "good" : "over"}">${one.status}</span>${healthWords(one)}</td>
<td class="number">${one.delivered}</td><td class="number">${one.pending}</td><td class="number">${one.failed > 0 ? html`<a href="${consolePath}/webhooks?endpoint=${one.id}&state=failed">${one.failed}</a>` : one.failed}</td></tr>`,
	)}</tbody></table></div>`;
}

function healthWords({ failingSinceMs, disabledAtMs, disablesAtMs }: EndpointRow): Html | null {
	if (failingSinceMs === null) return null;
	const end =
		disabledAtMs !== null
			? `, disabled for it at ${wallTime(disabledAtMs)}`
			: disablesAtMs !== null && `, will be disabled at ${wallTime(disablesAtMs)}`;
	return html` <span class="quiet">takes nothing since ${wallTime(failingSinceMs)}${end}</span>`;
}

export function deliveryTable(rows: readonly DeliveryRow[]): Html {
	if (rows.length === 0) return html`<p class="empty">No deliveries.</p>`;
	return html`<div class="scroll" tabindex="0" role="region" aria-label="Deliveries"><table class="grid">
<thead><tr><th scope="col">Event</th><th scope="col">State</th><th scope="col">Last answer</th><th scope="col" class="number">Attempts</th><th scope="col">Last attempt</th><th scope="col">To</th></tr></thead>
<tbody>${rows.map(
		(row) =>
			html`<tr><td><a href="${deliveryPath(row.id)}">${row.eventType}</a></td><td>${stateTag(row)}</td><td>${answerWords(row.lastStatus)}</td><td class="number">${row.attempts}</td><td class="when">${row.lastAtMs !== null && wallTime(row.lastAtMs)}</td><td class="clip">${row.endpointUrl}</td></tr>`,
	)}</tbody></table></div>`;
}

function deliveryPath(id: string): string {
	return `${consolePath}/deliveries/${encodeURIComponent(id)}`;
}

const tones = { pending: "wait", delivered: "good", failed: "bad", dropped: "over" } as const;

function stateTag({ state }: DeliveryRow): Html {
	return html`<span class="tag ${tones[state]}">${state}</span>`;
}

function answerWords(status: number | null | undefined): string {
	if (status === undefined) return "not sent yet";
	return status === null ? "no answer" : String(status);
}

/** Wall time, since that is when the receiver's own log says it came. */
function wallTime(ms: number): string {
	return new Date(ms).toISOString().replace("T", " ").slice(0, 19);
}

export function deliveryPage(scene: ConsoleScene, delivery: DeliveryView): Html {
	return consoleFrame(scene, {
		room: "webhooks",
		title: `Delivery of ${delivery.eventType}`,
		content: html`<p class="up"><a href="${consolePath}/webhooks"><span aria-hidden="true">←</span> Webhooks</a></p>
<h1 class="id">${delivery.eventType}</h1>
<p>${stateTag(delivery)} to ${delivery.endpointUrl}, event <a class="id" href="${objectPath(delivery.event)}">${delivery.event}</a></p>
${delivery.nextAtMs !== null && html`<p class="quiet">Next attempt at ${wallTime(delivery.nextAtMs)} (wall time)</p>`}
<form method="post" action="${deliveryPath(delivery.id)}/resend" class="resend"><button class="button" type="submit">Resend</button></form>
${panel(
	"Attempts",
	delivery.attemptsMade.length === 0
		? html`<p class="empty">Not sent yet.</p>`
		: html`<ol class="attempts" reversed>${delivery.attemptsMade.toReversed().map((attempt) => html`<li>${attemptView(attempt)}</li>`)}</ol>`,
)}
${panel("Request", html`${requestHeaders()}${textBlock(delivery.body, "Request body")}`)}`,
	});
}

function attemptView({ status, error, atMs, tookMs, answer, signature }: AttemptView): Html {
	const ok = status !== null && status >= 200 && status < 300;
	return html`<p><span class="tag ${ok ? "good" : "bad"}">${answerWords(status)}</span> <span class="when">${wallTime(atMs)}</span> <span class="quiet">${tookMs} ms</span>${error && html` ${error}`}</p>
<dl class="headers"><div><dt>Stripe-Signature</dt><dd>${signature}</dd></div></dl>
${answer !== null && answer !== "" && textBlock(answer, "Answer")}`;
}

/** The same for every attempt but the signature, which stands with each of them. */
function requestHeaders(): Html {
	return html`<dl class="headers"><div><dt>Content-Type</dt><dd>application/json; charset=utf-8</dd></div><div><dt>User-Agent</dt><dd>Stripe/1.0 (+https://stripe.com/docs/webhooks)</dd></div></dl>`;
}

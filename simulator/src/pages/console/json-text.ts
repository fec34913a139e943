// Shows an object as JSON in which every id leads to its own page.
import { type Html, html } from "../frame/html.ts";
import { consolePath } from "./console-frame.ts";

const anId = /^(?:[a-z]{2,8}_)(?:(?:sched|test|sim|session|1|3)_?)*[A-Za-z0-9]{6,}$/;

/** A scrollable block that the keyboard reaches, named for those who cannot see it. */
export function jsonBlock(value: unknown, label: string): Html {
	return html`<pre class="json" tabindex="0" role="region" aria-label="${label}"><code>${lines(JSON.stringify(value, null, 2) ?? "null")}</code></pre>`;
}

/** Text as it is, for bodies that need not be JSON. */
export function textBlock(text: string, label: string): Html {
	return html`<pre class="json" tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>`;
}

/** Strings apart from the rest: those before a colon are keys, those that are ids become links. */
function lines(json: string): Html[] {
	return json.split(/("(?:[^"\\]|\\.)*":?)/).map((part) => {
		if (!part.startsWith('"')) return html`${part}`;
		if (part.endsWith(":")) return html`<span class="key">${part}</span>`;
		const inside = part.slice(1, -1);
		return isId(inside) ? html`"<a href="${objectPath(inside)}">${inside}</a>"` : html`${part}`;
	});
}

/** Whether text looks like the id of an object; the page behind it says if there is one. */
function isId(text: string): boolean {
	return anId.test(text) && /[0-9A-Z]/.test(text);
}

export function objectPath(id: string): string {
	return `${consolePath}/object/${encodeURIComponent(id)}`;
}

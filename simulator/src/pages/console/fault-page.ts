// Faults in the console: what is to go wrong, and how often it did.
import { type Html, html } from "../frame/html.ts";
import type { FaultRow } from "./console-billing.ts";
import { type ConsoleScene, consoleFrame, consolePath, panel } from "./console-frame.ts";

const kindWords: Record<string, string> = {
	rate_limit: "429, too many requests",
	lock_timeout: "429, the object is locked",
	error_before: "500, before anything happened",
	reset_before: "Connection reset, before anything happened",
	error_after: "500, after it happened",
	timeout_after: "No answer, after it happened",
	reset_after: "Connection reset, after it happened",
	truncated: "Half an answer",
	garbage: "An HTML page for an answer",
	latency: "A second late",
	fail_next_page: "500 on the second page of a list",
};

interface Faulty {
	rules: readonly FaultRow[];
	kinds: readonly string[];
}

export function faultsPage(scene: ConsoleScene, { rules, kinds }: Faulty): Html {
	return consoleFrame(scene, {
		room: "faults",
		title: "Faults",
		content: html`<h1>Faults</h1>
<p class="quiet">Requests to Stripe's API that match a rule go wrong as it says. The same seed strikes the same requests.</p>
${panel("Rules", rules.length === 0 ? html`<p class="empty">Nothing goes wrong.</p>` : ruleTable(rules))}
${panel("Add a rule", ruleForm(kinds))}`,
	});
}

function ruleTable(rules: readonly FaultRow[]): Html {
	return html`<div class="scroll" tabindex="0" role="region" aria-label="Rules"><table class="grid">
<thead><tr><th scope="col">What</th><th scope="col">Requests</th><th scope="col" class="number">Rate</th><th scope="col" class="number">Left</th><th scope="col" class="number">Struck</th><th scope="col"><span class="visually-hidden">Remove</span></th></tr></thead>
<tbody>${rules.map(
		(
			rule,
		) => html`<tr><td>${kindWords[rule.kind] ?? rule.kind}</td><td><code>${rule.method ?? "any"} ${rule.path}</code></td><td class="number">${Math.round(rule.rate * 100)} %</td><td class="number">${rule.left ?? "no end"}</td><td class="number">${rule.struck} of ${rule.matched}</td>
<td><form method="post" action="${consolePath}/faults/${rule.id}/remove"><button class="link" type="submit">Remove<span class="visually-hidden"> ${rule.id}</span></button></form></td></tr>`,
	)}</tbody></table></div>`;
}

function ruleForm(kinds: readonly string[]): Html {
	return html`<form method="post" action="${consolePath}/faults" class="filters">
<p class="field"><label for="kind">What goes wrong</label><select id="kind" name="kind">${kinds.map((kind) => html`<option value="${kind}">${kindWords[kind] ?? kind}</option>`)}</select></p>
<p class="field"><label for="method">Method</label><select id="method" name="method"><option value="">Any</option><option>GET</option><option>POST</option><option>DELETE</option></select></p>
<p class="field"><label for="path">Path</label><input id="path" name="path" value="/v1/**" maxlength="200" required autocomplete="off" spellcheck="false" aria-describedby="path-hint"></p>
<p class="field narrow"><label for="rate">Per cent</label><input id="rate" name="rate" type="number" min="1" max="100" value="100" required></p>
<p class="field narrow"><label for="count">Times</label><input id="count" name="count" type="number" min="0" value="0" required aria-describedby="count-hint"></p>
<button class="button" type="submit">Add</button>
</form>
<p class="quiet"><span id="path-hint">A star stands for one part of the path, two at the end for all that follow.</span> <span id="count-hint">0 times means no end.</span></p>`;
}

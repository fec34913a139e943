// The console's first page: what there is, what just happened, and how to point an SDK here.
import { type Html, html } from "../frame/html.ts";
import type { ConsoleBilling, EndpointRow, EventRow } from "./console-billing.ts";
import { type ConsoleScene, consoleFrame, consolePath, panel } from "./console-frame.ts";
import { endpointTable } from "./delivery-pages.ts";
import { eventTable } from "./event-pages.ts";
import { typeTiles } from "./object-pages.ts";

interface Overview {
	/** Where this server was reached, such as `http://127.0.0.1:12111`. */
	url: string;
	state: ReturnType<ConsoleBilling["overview"]>;
	events: readonly EventRow[];
	endpoints: readonly EndpointRow[];
}

export function overviewPage(
	scene: ConsoleScene,
	{ url, state, events, endpoints }: Overview,
): Html {
	const filled = state.types.filter(({ count }) => count > 0);
	return consoleFrame(scene, {
		room: "overview",
		title: "Overview",
		content: html`<h1>Overview</h1>
${filled.length === 0 ? firstSteps(url) : typeTiles(filled)}
${panel("Latest events", eventTable(events), html`<a href="${consolePath}/events">All events</a>`)}
${panel("Webhook endpoints", endpointTable(endpoints), html`<a href="${consolePath}/webhooks">Deliveries</a>`)}
${filled.length > 0 && firstSteps(url)}`,
	});
}

function firstSteps(url: string): Html {
	const { hostname, port } = new URL(url);
	return panel(
		"Point an SDK here",
		html`<p>Any key that begins with <code>sk_test_</code> works.</p>
<pre class="json" tabindex="0" role="region" aria-label="Example"><code>new Stripe("sk_test_sim_tollgate", { host: "${hostname}", port: ${port}, protocol: "http" });

curl ${url}/v1/customers -u sk_test_sim_tollgate:</code></pre>`,
	);
}

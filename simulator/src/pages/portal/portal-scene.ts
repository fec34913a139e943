// What every portal page needs to know of the visit, and where its links lead.
import { type Html, html } from "../frame/html.ts";
import { businessMark, layout, simulatedBadge } from "../frame/layout.ts";
import { webAddress } from "../frame/redirect-target.ts";
import type { PortalView } from "./portal-billing.ts";

export interface Scene {
	view: PortalView;
	/** The simulated now, unix seconds. */
	now: number;
	/** Whether the visit is for one task alone, and leads back to the shop. */
	inFlow: boolean;
	/** Why the last attempt on this page did not work. */
	problem: string | null;
}

/** The portal's home, or a path below it; a task's own forms stay within the task. */
export function pathIn({ view, inFlow }: Scene, below = ""): string {
	const query = inFlow && below !== "" ? `${below.includes("?") ? "&" : "?"}flow=1` : "";
	return `/p/session/${encodeURIComponent(view.id)}${below === "" ? "" : `/${below}`}${query}`;
}

/** Where somebody goes who changes his mind: home, or to the shop that sent him for one task. */
export function wayBack(scene: Scene): string {
	const back = webAddress(scene.view.returnUrl);
	return scene.inFlow && back !== null ? back : pathIn(scene);
}

/** Everything of the portal but its middle: the way back, the business, the badge. */
export function portalFrame(
	scene: Scene,
	{ title, content }: { title: string; content: Html },
): Html {
	const { view, now } = scene;
	const back = webAddress(view.returnUrl);
	const terms = webAddress(view.termsUrl);
	const privacy = webAddress(view.privacyUrl);
	return layout({
		title: `${scene.problem === null ? "" : "Error: "}${title} · ${view.businessName}`,
		kind: "portal",
		now,
		content: html`<header class="masthead">${back && html`<a class="back" href="${back}"><span aria-hidden="true">←</span> Return to ${view.businessName}</a>`}${businessMark(view.businessName)}${simulatedBadge("billing")}</header>
<main>${content}</main>
${(terms || privacy) && html`<p class="legal">${terms && html`<a href="${terms}">Terms</a>`} ${privacy && html`<a href="${privacy}">Privacy</a>`}</p>`}`,
	});
}

/** The sentence that says why something did not work; it takes the focus. */
export function problemNote(problem: string | null, more: Html | null = null): Html {
	if (problem === null) return html``;
	return html`<div class="problem" role="alert" tabindex="-1" autofocus data-problem><p>${problem}</p>${more}</div>`;
}

/** A task's heading with its way back. */
export function taskHead(scene: Scene, heading: string): Html {
	return html`${!scene.inFlow && html`<p class="up"><a href="${pathIn(scene)}"><span aria-hidden="true">←</span> Billing</a></p>`}
<h1>${heading}</h1>`;
}

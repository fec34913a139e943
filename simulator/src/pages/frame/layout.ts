// The frame around every hosted page: head, badge and simulated clock.
import { formatInstant } from "../words/dates.ts";
import { type Html, html } from "./html.ts";

/** Where the style sheet, the script and the icon are served; see `assets.ts`. */
export const assetPath = "/_simulator/assets";

export interface Frame {
	title: string;
	/** Which room of the style sheet applies. */
	kind: "checkout" | "portal" | "notice" | "invoice";
	content: Html;
	/** The simulated now, unix seconds. */
	now: number;
}

/** A whole document for a customer. It loads nothing but its own style sheet, icon and script. */
export function layout({ title, kind, content, now }: Frame): Html {
	const clock = html`<footer class="clock">Simulated Stripe. Its clock says ${formatInstant(now)}.</footer>`;
	return page({ title, kind, asset: "checkout", content: html`${content}\n${clock}` });
}

/** A whole document for the developer, with a style sheet and script of its own. */
export function consoleDocument({ title, content }: Pick<Frame, "title" | "content">): Html {
	return page({ title, kind: "console", asset: "console", content });
}

function page({
	title,
	kind,
	asset,
	content,
}: Record<"title" | "kind" | "asset", string> & { content: Html }): Html {
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" type="image/svg+xml" href="${assetPath}/icon.svg">
<link rel="stylesheet" href="${assetPath}/${asset}.css">
<script src="${assetPath}/${asset}.js" defer></script>
</head>
<body class="${kind}">
${content}
</body>
</html>
`;
}

/** The mark that keeps anyone from taking the page for the real one. */
export function simulatedBadge(what: "checkout" | "billing" | "bank" | "invoice"): Html {
	return html`<p class="badge">Simulated ${what}: no real money</p>`;
}

/** The business as a monogram and a name. */
export function businessMark(name: string): Html {
	const initial = [...name.trim()][0]?.toUpperCase() ?? "?";
	return html`<p class="business"><span class="monogram" aria-hidden="true">${initial}</span>${name}</p>`;
}

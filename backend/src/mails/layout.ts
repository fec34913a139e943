// One sheet for all mails: plain, narrow, readable in light and dark, and the same words as text.
import type { Content } from "./content.ts";

/** `from`: the name under which the product writes. */
export interface Sheet {
	content: Content;
	from: string;
	dashboard: string;
}

// Mail programs drop style sheets at will, so what matters stands on the elements, for light; the
// sheet adds the dark. Widths are upper bounds only: nothing is wider than a phone.
const darkStyle = `@media (prefers-color-scheme: dark) {
body, .page { background: #15171a !important; }
.card { background: #1f2226 !important; border-color: #34383e !important; }
h1, p, td { color: #e8eaed !important; }
.quiet, .quiet a { color: #a4abb3 !important; }
.row td { border-color: #34383e !important; }
.button { background: #8ab4ff !important; color: #10213f !important; }
}`;

const font =
	"font-family: system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const words = `margin: 0 0 16px; ${font}; font-size: 16px; line-height: 1.5; color: #1d2126`;
const quietWords = `margin: 16px 8px 0; ${font}; font-size: 13px; line-height: 1.5; color: #5b636d`;

export function toHtml({ content, from, dashboard }: Sheet): string {
	const { subject, paragraphs, facts = [], action } = content;
	const lines = paragraphs.map((line) => `<p style="${words}">${escapeHtml(line)}</p>`);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>:root { color-scheme: light dark; }
${darkStyle}</style>
</head>
<body style="margin: 0; background: #f3f4f6">
<div class="page" style="padding: 24px 12px; background: #f3f4f6">
<div style="max-width: 560px; margin: 0 auto">
<p class="quiet" style="${quietWords}; margin: 0 8px 12px; font-weight: 600">${escapeHtml(from)}</p>
<div class="card" style="padding: 24px; background: #ffffff; border: 1px solid #dfe2e6; border-radius: 12px; overflow-wrap: anywhere">
<h1 style="margin: 0 0 16px; ${font}; font-size: 20px; line-height: 1.3; color: #1d2126">${escapeHtml(subject)}</h1>
${lines.join("\n")}
${tableOf(facts)}<p style="margin: 24px 0 0"><a class="button" href="${escapeHtml(action.url)}" style="display: inline-block; padding: 12px 20px; border-radius: 8px; background: #1f5fd0; color: #ffffff; ${font}; font-size: 16px; font-weight: 600; text-decoration: none">${escapeHtml(action.label)}</a></p>
</div>
<p class="quiet" style="${quietWords}">You get this mail because you have an account with ${escapeHtml(from)}. Your subscription and all invoices: <a href="${escapeHtml(dashboard)}" style="color: #5b636d">${escapeHtml(dashboard)}</a></p>
</div>
</div>
</body>
</html>
`;
}

function tableOf(facts: NonNullable<Content["facts"]>): string {
	if (facts.length === 0) return "";
	const cell = `padding: 8px 0; ${font}; font-size: 16px; color: #1d2126; border-top: 1px solid #dfe2e6`;
	const rows = facts.map(
		([label, value]) =>
			`<tr class="row"><td style="${cell}">${escapeHtml(label)}</td><td style="${cell}; text-align: right; font-weight: 600">${escapeHtml(value)}</td></tr>`,
	);
	return `<table role="presentation" style="width: 100%; border-collapse: collapse">\n${rows.join("\n")}\n</table>\n`;
}

export function toText({ content, from, dashboard }: Sheet): string {
	const { paragraphs, facts = [], action } = content;
	const blocks = [
		...paragraphs,
		facts.map(([label, value]) => `${label}: ${value}`).join("\n"),
		`${action.label}:\n${action.url}`,
		`-- \n${from}\nYour subscription and all invoices: ${dashboard}`,
	];
	return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

const entities = new Map([
	["&", "&amp;"],
	["<", "&lt;"],
	[">", "&gt;"],
	['"', "&quot;"],
	["'", "&#39;"],
]);

/** Safe between tags and in a quoted attribute. */
export function escapeHtml(text: string): string {
	return text.replaceAll(/[&<>"']/g, (char) => entities.get(char) ?? char);
}

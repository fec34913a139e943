import { describe, expect, test } from "vitest";
import { billing } from "../../billing.config.ts";
import { mailNames, renderMail } from "../../src/mails/render-mail.ts";
import { occasions } from "./occasions.ts";

const baseUrl = "https://app.example.com";
const spoken = billing.businessName;

function render(name: string, data: Record<string, unknown>, businessName = spoken) {
	const mail = renderMail(name, { data, catalog: { ...billing, businessName }, baseUrl });
	if (!mail) throw new Error(`no mail is called ${name}`);
	return mail;
}

const empty = new Set(["meta", "br", "!doctype"]);

/** The tags that are never closed, or closed twice, or in the wrong order. */
function unbalanced(html: string): string[] {
	const open: string[] = [];
	const wrong: string[] = [];
	for (const [, slash, name = ""] of html.matchAll(/<(\/?)([!a-zA-Z][\w]*)[^<>]*>/g)) {
		if (empty.has(name.toLowerCase())) continue;
		if (!slash) open.push(name);
		else if (open.pop() !== name) wrong.push(name);
	}
	return [...wrong, ...open];
}

const wordsOf = (html: string) =>
	html
		.replaceAll(/<style>[^<]*<\/style>|<title>[^<]*<\/title>/g, "")
		.replaceAll(/<[^>]*>/g, " ")
		.replaceAll("&#39;", "'")
		.replaceAll("&amp;", "&")
		.replaceAll(/\s+/g, " ");

test("every mail stands in the list of occasions", () => {
	expect(Object.keys(occasions).sort()).toEqual([...mailNames].sort());
});

test("a mail that is not known is none", () => {
	for (const name of ["", "constructor", "__proto__", "reciept"])
		expect(renderMail(name, { data: {}, catalog: billing, baseUrl })).toBeNull();
});

const rows = Object.entries(occasions).flatMap(([name, all]) =>
	all.map((data, at) => [`${name} ${at + 1}`, name, data] as const),
);

describe.each(rows)("%s", (_title, name, data) => {
	const { subject, html, text } = render(name, data);

	test("is sound HTML with a language, a title, a width and no outside part", () => {
		expect(html.startsWith("<!doctype html>")).toBe(true);
		expect(unbalanced(html)).toEqual([]);
		expect(html).toContain('<html lang="en">');
		expect(html).toContain('name="viewport"');
		expect(html).toContain("prefers-color-scheme: dark");
		expect(html).not.toMatch(/<(script|img|link|iframe|form)\b|url\(|\son\w+=/i);
	});

	test("says in the text what it says in HTML, with its one button", () => {
		const words = wordsOf(html);
		const [body = ""] = text.split("\n-- \n");
		for (const line of body.split("\n").filter((one) => one !== "" && !one.startsWith("https:")))
			expect(words).toContain(
				line.replace(/:$/, "").replace(/^(Paid|Open|Returned|Invoice): /, "$1 "),
			);
		expect(html.match(/class="button"/g)).toHaveLength(1);
		const link = /class="button" href="([^"]*)"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
		expect(link).toMatch(/^https:\/\//);
		expect(text).toContain(link);
		expect(text).not.toMatch(/<[a-z/]|&(amp|lt|#)/i);
	});

	test("has a subject of one short line, the product's name, and no hole in its words", () => {
		expect(subject).toMatch(/^\S.{9,78}\S$/);
		expect(html).toContain(spoken);
		for (const part of [subject, text, wordsOf(html)])
			expect(part).not.toMatch(/null|undefined|NaN|Invalid|\[object/);
	});

	test("says instants with their zone", () => {
		for (const value of Object.values(data))
			if (typeof value === "string" && value.startsWith("2026-"))
				expect(text).toMatch(/\d{1,2} April 2026, 09:05 UTC/);
	});

	test("escapes whatever comes from outside", () => {
		const evil = `"><script>alert(1)</script>&'\r\nBcc: x@example.test`;
		const spoiled = Object.fromEntries(
			Object.entries(data).map(([key, value]) => [
				key,
				/^(tier_name|number|interval)$/.test(key) ? evil : value,
			]),
		);
		const mail = render(name, spoiled, `Evil ${evil}`);
		expect(mail.html).not.toContain("<script");
		expect(unbalanced(mail.html)).toEqual([]);
		expect(mail.html).toContain("&lt;script&gt;");
		expect(mail.subject).not.toMatch(/[\r\n]/);
	});
});

test("a field that another version did not store leaves a sentence out and breaks nothing", () => {
	for (const name of mailNames) {
		const mail = render(name, {});
		expect(unbalanced(mail.html)).toEqual([]);
		expect(mail.text + mail.subject).not.toMatch(/null|undefined|NaN/);
	}
});

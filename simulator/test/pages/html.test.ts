// The escaping template lets no value become markup.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeText, html, toText } from "../../src/pages/frame/html.ts";

const hostile = fc.string({
	unit: fc.oneof(
		fc.constantFrom("<", ">", "&", '"', "'", "/", "script", "&lt;", "${", "`"),
		fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
	),
	maxLength: 40,
});

describe("html", () => {
	it("leaves no character that could open a tag, an attribute or an entity", () => {
		fc.assert(
			fc.property(hostile, (text) => {
				const inside = toText(html`<p title="${text}">${text}</p>`);
				const [, attribute = "", content = ""] = /^<p title="(.*?)">(.*)<\/p>$/s.exec(inside) ?? [];
				expect(attribute).toBe(escapeText(text));
				expect(content).toBe(escapeText(text));
				expect(content).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
			}),
		);
	});

	it("loses nothing: what was escaped reads back as it was", () => {
		const names: Record<string, string> = {
			"&amp;": "&",
			"&lt;": "<",
			"&gt;": ">",
			"&quot;": '"',
			"&#39;": "'",
		};
		fc.assert(
			fc.property(hostile, (text) => {
				const back = escapeText(text).replace(/&(?:amp|lt|gt|quot|#39);/g, (name) => names[name]!);
				expect(back).toBe(text);
			}),
		);
	});

	it("keeps markup of other templates, also in lists, and escapes the text beside it", () => {
		const items = ["a", "<b>"].map((text) => html`<li>${text}</li>`);
		expect(toText(html`<ul>${items}</ul>`)).toBe("<ul><li>a</li><li>&lt;b&gt;</li></ul>");
	});

	it("prints nothing for what is absent, and zero for zero", () => {
		expect(toText(html`[${null}${undefined}${false}${[]}${""}${0}]`)).toBe("[0]");
	});

	it("takes no object from outside for markup", () => {
		const forged: unknown = JSON.parse('{"markup":"<script>","html":"<script>"}');
		// The type system refuses it as well; this is about values that arrive as something else.
		const print = () => toText(html`${forged as string}`);
		expect(print()).not.toContain("<script>");
	});
});

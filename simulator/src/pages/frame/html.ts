// Builds HTML from templates that escape every value, so that no page can forget to.

const markup: unique symbol = Symbol("markup");

/** Finished markup. The symbol is private to this file: parsed input can never pass for it. */
export interface Html {
	readonly [markup]: string;
}

/** What a template takes. `null`, `undefined` and `false` print nothing; lists print their parts. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

const entities: Record<string, string> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

/** The text with the five characters that HTML gives a meaning to written as entities. */
export function escapeText(text: string): string {
	return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * A tagged template whose values are escaped unless they come from another `html` template.
 * There is no way to insert raw text. Attribute values must stand in double quotes.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
	const parts = strings.map((text, index) => text + print(values[index]));
	return { [markup]: parts.join("") };
}

/** The text of finished markup, to be sent as `text/html`. */
export function toText(page: Html): string {
	return page[markup];
}

function print(value: HtmlValue): string {
	if (value === null || value === undefined || value === false) return "";
	if (typeof value === "string") return escapeText(value);
	if (typeof value === "number") return String(value);
	if (isList(value)) return value.map(print).join("");
	return value[markup];
}

/** `Array.isArray` does not narrow a readonly list away from the rest of the union. */
function isList(value: Html | readonly HtmlValue[]): value is readonly HtmlValue[] {
	return Array.isArray(value);
}

// What a session asks besides the payment: one list of fields, whatever they are for.
import { type Html, html } from "../frame/html.ts";
import { spokenLocale } from "../words/locale.ts";
import { taxIdWords } from "../words/tax-id-words.ts";

export interface AskedField {
	name: string;
	group: "billing" | "consent" | "contact" | "custom" | "name" | "shipping" | "tax_id";
	label: string;
	kind: "checkbox" | "choice" | "numeric" | "text";
	required: boolean;
	/** Shown first. */
	value: string;
	options: { value: string; label: string }[];
	minLength: number;
	maxLength: number;
	autocomplete: string;
}

/** What was typed and what is wrong with it, by the fields' names. */
export interface AskedState {
	answers: Readonly<Record<string, string>>;
	problems: Readonly<Record<string, string>>;
}

export const nothingAsked: AskedState = { answers: {}, problems: {} };

const headings: Partial<Record<AskedField["group"], string>> = {
	billing: "Billing address",
	shipping: "Shipping address",
	tax_id: "Tax ID",
};

/** The given groups, each under its heading where it has one. `note` stands at the end of a group. */
export function askedGroups(
	asked: readonly AskedField[],
	groups: readonly AskedField["group"][],
	{
		state,
		notes = {},
	}: { state: AskedState; notes?: Partial<Record<AskedField["group"], string>> },
): Html[] {
	return groups.flatMap((group) => {
		const fields = asked.filter((field) => field.group === group);
		if (fields.length === 0) return [];
		const heading = headings[group];
		const inside = html`${fields.map((field) => askedField(field, state))}${notes[group] !== undefined && html`<p class="quiet">${notes[group]}</p>`}`;
		if (heading === undefined) return [html`<div class="asked">${inside}</div>`];
		return [html`<fieldset class="asked"><legend>${heading}</legend>${inside}</fieldset>`];
	});
}

function askedField(field: AskedField, { answers, problems }: AskedState): Html {
	const { name, label, required } = field;
	const problem = problems[name];
	const error =
		problem !== undefined && html`<p class="error" id="${name}-error" role="alert">${problem}</p>`;
	const wrong =
		problem !== undefined && html` aria-invalid="true" aria-describedby="${name}-error"`;
	const value = answers[name] ?? field.value;
	if (field.kind === "checkbox") {
		const checked = answers[name] === "yes";
		return html`<div class="field"><label class="choice"><input id="${name}" type="checkbox" name="${name}" value="yes"${required && html` required`}${checked && html` checked`}${wrong}> <span>${label}</span></label>${error}</div>`;
	}
	const title = html`<label for="${name}">${label}${!required && html` <span class="quiet">(optional)</span>`}</label>`;
	if (field.kind === "choice") {
		const options = field.options.map((option) => ({
			...option,
			label: optionWords(field, option),
		}));
		return html`<div class="field">${title}<select id="${name}" name="${name}" autocomplete="${field.autocomplete}"${required && html` required`}${wrong}>${value === "" && html`<option value="">Choose…</option>`}${options.map((option) => html`<option value="${option.value}"${option.value === value && html` selected`}>${option.label}</option>`)}</select>${error}</div>`;
	}
	return html`<div class="field ${partOf(name)}">${title}<input id="${name}" name="${name}" value="${value}" maxlength="${field.maxLength}" autocomplete="${field.autocomplete}"${field.kind === "numeric" && html` inputmode="numeric"`}${required && html` required`}${wrong}>${error}</div>`;
}

/** "postal_code" of `billing_postal_code`, which stands beside the city. */
function partOf(name: string): string {
	return name.replace(/^(billing|shipping)_/, "");
}

function optionWords(
	{ name }: AskedField,
	{ value, label }: AskedField["options"][number],
): string {
	if (name === "tax_id_type") return taxIdWords(value);
	if (!name.endsWith("_country")) return label;
	return new Intl.DisplayNames([spokenLocale()], { type: "region" }).of(value) ?? label;
}

/** What the form brought for these fields. */
export function readAsked(
	asked: readonly AskedField[],
	body: URLSearchParams,
): AskedState["answers"] {
	return Object.fromEntries(asked.map(({ name }) => [name, body.get(name)?.trim() ?? ""]));
}

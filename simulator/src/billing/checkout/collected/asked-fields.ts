// The fields a person has to fill in, as one list that a page shows and answers are read by.

import type { CheckoutSession } from "../../core/objects.ts";
import { taxIdTypes } from "../../taxes/tax-id-types.ts";

export type AskedGroup =
	| "billing"
	| "consent"
	| "contact"
	| "custom"
	| "name"
	| "shipping"
	| "tax_id";

export interface AskedField {
	/** The form's name for it: `custom_color`, `shipping_line1`. */
	name: string;
	group: AskedGroup;
	label: string;
	kind: "checkbox" | "choice" | "numeric" | "text";
	required: boolean;
	/** Shown first, such as what is known of the customer. */
	value: string;
	/** Empty unless one of them must be chosen. */
	options: { value: string; label: string }[];
	minLength: number;
	maxLength: number;
	/** How a browser fills it in by itself. */
	autocomplete: string;
}

/** What is known already, by the fields' names. */
export type Known = Readonly<Record<string, string>>;

/** In the order of the page; empty for a session that asks nothing but the payment. */
export function askedFields(session: CheckoutSession, known: Known): AskedField[] {
	const asked = [
		...contactFields(session),
		...nameFields(session),
		...(session.billing_address_collection === "required" ? addressFields("billing", []) : []),
		...shippingFields(session),
		...taxIdFields(session),
		...session.custom_fields.map(customField),
		...consentFields(session),
	];
	return asked.map((field) => ({ ...field, value: known[field.name] ?? field.value }));
}

type Sketch = Pick<AskedField, "name" | "group" | "label"> & Partial<AskedField>;

function field(sketch: Sketch): AskedField {
	return {
		kind: "text",
		required: true,
		value: "",
		options: [],
		minLength: 0,
		maxLength: 255,
		autocomplete: "off",
		...sketch,
	};
}

function contactFields({ phone_number_collection: phone }: CheckoutSession): AskedField[] {
	if (phone?.enabled !== true) return [];
	const sketch = { name: "phone", group: "contact", label: "Phone", maxLength: 20 } as const;
	return [field({ ...sketch, autocomplete: "tel" })];
}

function nameFields({ name_collection: names }: CheckoutSession): AskedField[] {
	const one = (kind: "business" | "individual", label: string, autocomplete: string) =>
		names?.[kind]?.enabled === true
			? [
					field({
						name: `${kind}_name`,
						group: "name",
						label,
						autocomplete,
						required: names[kind].optional !== true,
					}),
				]
			: [];
	return [
		...one("individual", "Full name", "name"),
		...one("business", "Business name", "organization"),
	];
}

function addressFields(group: "billing" | "shipping", countries: readonly string[]): AskedField[] {
	const part = (
		name: string,
		label: string,
		autocomplete: string,
		more: Partial<AskedField> = {},
	) =>
		field({
			name: `${group}_${name}`,
			group,
			label,
			autocomplete: `${group} ${autocomplete}`,
			...more,
		});
	const options = countries.map((value) => ({ value, label: value }));
	return [
		part("line1", "Address line 1", "address-line1"),
		part("line2", "Address line 2", "address-line2", { required: false }),
		part("postal_code", "Postal code", "postal-code", { maxLength: 20 }),
		part("city", "City", "address-level2"),
		part("state", "State or province", "address-level1", { required: false }),
		countries.length > 0
			? part("country", "Country", "country", { kind: "choice", options })
			: part("country", "Country code", "country", { minLength: 2, maxLength: 2 }),
	];
}

function shippingFields({ shipping_address_collection: shipping }: CheckoutSession): AskedField[] {
	if (!shipping) return [];
	const sketch = { name: "shipping_name", group: "shipping", label: "Recipient" } as const;
	return [
		field({ ...sketch, autocomplete: "shipping name" }),
		...addressFields("shipping", shipping.allowed_countries),
	];
}

function taxIdFields({ tax_id_collection: taxId }: CheckoutSession): AskedField[] {
	if (taxId?.enabled !== true) return [];
	const required = taxId.required === "if_supported";
	const options = taxIdTypes.map((value) => ({ value, label: value }));
	return [
		field({
			name: "tax_id_type",
			group: "tax_id",
			label: "Tax ID type",
			kind: "choice",
			required,
			value: "eu_vat",
			options,
		}),
		field({ name: "tax_id_value", group: "tax_id", label: "Tax ID", required, maxLength: 50 }),
	];
}

type CustomField = CheckoutSession["custom_fields"][number];

function customField(custom: CustomField): AskedField {
	const { dropdown, numeric, text, key, label } = custom;
	const limits = numeric ?? text;
	return field({
		name: `custom_${key}`,
		group: "custom",
		label: label.custom ?? key,
		kind: dropdown ? "choice" : numeric ? "numeric" : "text",
		required: !custom.optional,
		value: dropdown?.default_value ?? limits?.default_value ?? "",
		options: dropdown?.options ?? [],
		minLength: limits?.minimum_length ?? 0,
		maxLength: limits?.maximum_length ?? 255,
	});
}

function consentFields({ consent_collection: consent }: CheckoutSession): AskedField[] {
	const box = (name: string, required: boolean, label: string) =>
		field({ name, group: "consent", kind: "checkbox", required, label });
	return [
		...(consent?.terms_of_service === "required"
			? [box("consent_terms", true, "I agree to the terms of service and the privacy policy")]
			: []),
		...(consent?.promotions === "auto"
			? [box("consent_promotions", false, "Keep me up to date with news and offers")]
			: []),
	];
}

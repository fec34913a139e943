// What a session asks besides the payment, as the session shows it.

import type { CheckoutSession } from "../../core/objects.ts";
import type { Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import type { collectParams } from "./collect-params.ts";

type Params = Values<typeof collectParams>;
type CustomField = CheckoutSession["custom_fields"][number];

/** Only the fields that were asked for. Errors: custom fields that contradict themselves. */
export function collectFields(params: Params): Partial<CheckoutSession> {
	const { consent_collection: consent, custom_text: texts, name_collection: names } = params;
	const { shipping_address_collection: shipping, tax_id_collection: taxIds } = params;
	return {
		...(params.phone_number_collection && {
			phone_number_collection: params.phone_number_collection,
		}),
		...(consent && {
			consent_collection: {
				payment_method_reuse_agreement: consent.payment_method_reuse_agreement ?? null,
				promotions: consent.promotions ?? null,
				terms_of_service: consent.terms_of_service ?? null,
			},
		}),
		...(params.custom_fields && { custom_fields: toCustomFields(params.custom_fields) }),
		...(texts && {
			custom_text: {
				after_submit: texts.after_submit ?? null,
				shipping_address: texts.shipping_address ?? null,
				submit: texts.submit ?? null,
				terms_of_service_acceptance: texts.terms_of_service_acceptance ?? null,
			},
		}),
		...(names && { name_collection: toNames(names) }),
		...(shipping && { shipping_address_collection: toShipping(shipping.allowed_countries) }),
		...(taxIds && {
			tax_id_collection: { enabled: taxIds.enabled, required: taxIds.required ?? "never" },
		}),
	};
}

function toNames({ business, individual }: NonNullable<Params["name_collection"]>) {
	const { enabled, optional = false } = business ?? { enabled: false };
	return {
		business: { enabled, optional },
		...(individual && {
			individual: { enabled: individual.enabled, optional: individual.optional ?? false },
		}),
	};
}

function toShipping(countries: string[]): CheckoutSession["shipping_address_collection"] {
	return { allowed_countries: countries };
}

function toCustomFields(given: NonNullable<Params["custom_fields"]>): CustomField[] {
	const keys = new Set(given.map(({ key }) => key));
	if (keys.size < given.length) {
		throw invalidRequest("Each custom field needs a key of its own.", { param: "custom_fields" });
	}
	return given.map((field, index) => toCustomField(field, `custom_fields[${index}]`));
}

type Given = NonNullable<Params["custom_fields"]>[number];

function toCustomField(field: Given, param: string): CustomField {
	if (!/^[A-Za-z0-9]+$/.test(field.key)) {
		throw invalidRequest("The key of a custom field consists of letters and digits.", {
			param: `${param}[key]`,
		});
	}
	const { key, label, optional = false, type } = field;
	const common = { key, label, optional, type };
	if (type === "dropdown") {
		const { dropdown } = field;
		if (dropdown !== undefined) {
			const { options, default_value = null } = dropdown;
			return { ...common, dropdown: { default_value, options, value: null } };
		}
		throw invalidRequest(`Missing required param: ${param}[dropdown].`, {
			code: "parameter_missing",
			param: `${param}[dropdown]`,
		});
	}
	const limits = field[type];
	const typed = {
		default_value: limits?.default_value ?? null,
		maximum_length: limits?.maximum_length ?? null,
		minimum_length: limits?.minimum_length ?? null,
		value: null,
	};
	return type === "numeric" ? { ...common, numeric: typed } : { ...common, text: typed };
}

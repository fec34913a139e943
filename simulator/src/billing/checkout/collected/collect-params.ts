// What a Checkout session may ask of a person besides the payment, as parameters.
import {
	boolean,
	clearable,
	hash,
	integer,
	list,
	oneOf,
	required,
	text,
} from "../../core/params/params.ts";

const message = () => clearable(hash({ message: required(text(1200)) }));
const typedField = () =>
	hash({ default_value: text(255), maximum_length: integer(1), minimum_length: integer(0) });
const asked = () => hash({ enabled: required(boolean()), optional: boolean() });
const updateChoice = () => oneOf("auto", "never");

export const collectParams = {
	billing_address_collection: oneOf("auto", "required"),
	consent_collection: hash({
		payment_method_reuse_agreement: hash({ position: required(oneOf("auto", "hidden")) }),
		promotions: oneOf("auto", "none"),
		terms_of_service: oneOf("none", "required"),
	}),
	custom_fields: list(
		hash({
			dropdown: hash({
				default_value: text(100),
				options: required(
					list(hash({ label: required(text(100)), value: required(text(100)) }), 200),
				),
			}),
			key: required(text(200)),
			label: required(hash({ custom: required(text(50)), type: required(oneOf("custom")) })),
			numeric: typedField(),
			optional: boolean(),
			text: typedField(),
			type: required(oneOf("dropdown", "numeric", "text")),
		}),
		3,
	),
	custom_text: hash({
		after_submit: message(),
		shipping_address: message(),
		submit: message(),
		terms_of_service_acceptance: message(),
	}),
	customer_update: hash({
		address: updateChoice(),
		name: updateChoice(),
		shipping: updateChoice(),
	}),
	name_collection: hash({ business: asked(), individual: asked() }),
	phone_number_collection: hash({ enabled: required(boolean()) }),
	shipping_address_collection: hash({ allowed_countries: required(list(text(2), 300)) }),
	tax_id_collection: hash({
		enabled: required(boolean()),
		required: oneOf("if_supported", "never"),
	}),
};

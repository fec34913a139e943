// A new checkout session in all its fields.

import type { Draft } from "../../core/draft.ts";
import type { CheckoutSession, Customer } from "../../core/objects.ts";
import { mergeMetadata } from "../../core/params/metadata.ts";
import { collectFields } from "../collected/collect-fields.ts";
import { modeFields } from "./session-modes.ts";
import type { SessionParams } from "./session-params.ts";

/** What the session sells and to whom; `total` is what is due at once, in minor units. */
export interface Bought {
	customer: Customer | undefined;
	currency: string;
	total: number;
	expiresAt: number;
}

export function buildSession(draft: Draft, params: SessionParams, bought: Bought): CheckoutSession {
	const id = draft.newId("cs_test", 58);
	const { customer, total } = bought;
	return {
		id,
		object: "checkout.session",
		...unusedFields,
		phone_number_collection: { enabled: false },
		...collectFields(params),
		allow_promotion_codes: params.allow_promotion_codes ?? null,
		amount_subtotal: total,
		amount_total: total,
		automatic_tax: {
			enabled: params.automatic_tax?.enabled ?? false,
			liability: params.automatic_tax?.enabled === true ? { type: "self" } : null,
			provider: null,
			status: params.automatic_tax?.enabled === true ? "requires_location_inputs" : null,
		},
		branding_settings: {
			background_color: "#ffffff",
			border_style: "rounded",
			button_color: "#0074d4",
			display_name: draft.settings.businessName,
			font_family: "default",
			icon: null,
			logo: null,
		},
		billing_address_collection: params.billing_address_collection ?? null,
		cancel_url: params.cancel_url ?? null,
		client_reference_id: params.client_reference_id ?? null,
		created: draft.now,
		currency: bought.currency,
		customer: customer?.id ?? null,
		customer_creation: customer === undefined ? "always" : null,
		customer_details: knownDetails(params, customer?.email ?? params.customer_email ?? null),
		customer_email: params.customer_email ?? null,
		expires_at: bought.expiresAt,
		livemode: false,
		locale: params.locale ?? null,
		metadata: mergeMetadata({}, params.metadata),
		mode: params.mode,
		payment_method_collection: params.payment_method_collection ?? "always",
		payment_method_options: { card: { request_three_d_secure: "automatic" } },
		payment_method_types: ["card"],
		payment_status: "unpaid",
		saved_payment_method_options: {
			allow_redisplay_filters: ["always"],
			payment_method_remove: "disabled",
			payment_method_save: null,
		},
		status: "open",
		success_url: params.success_url ?? null,
		total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
		ui_mode: params.ui_mode ?? "hosted_page",
		url: `${draft.baseUrl}/c/pay/${id}`,
		...modeFields(draft, params, { id, total }),
	};
}

/** The fields that stay empty in a subscription session of this simulator. */
const unusedFields = {
	adaptive_pricing: { enabled: false },
	after_expiration: null,
	allowed_payment_method_types: null,
	client_secret: null,
	collected_information: { business_name: null, individual_name: null, shipping_details: null },
	consent: null,
	consent_collection: null,
	currency_conversion: null,
	custom_fields: [],
	custom_text: {
		after_submit: null,
		shipping_address: null,
		submit: null,
		terms_of_service_acceptance: null,
	},
	customer_account: null,
	discounts: [],
	integration_identifier: null,
	invoice: null,
	invoice_creation: null,
	managed_payments: { enabled: false },
	origin_context: null,
	payment_intent: null,
	payment_link: null,
	payment_method_configuration_details: null,
	permissions: null,
	recovered_from: null,
	setup_intent: null,
	shipping_address_collection: null,
	shipping_cost: null,
	shipping_options: [],
	submit_type: null,
	subscription: null,
	wallet_options: null,
} satisfies Partial<CheckoutSession>;

/** A session that sells nothing says nothing of taxes. Recorded. */
function knownDetails(params: SessionParams, email: string | null) {
	const details = detailsOf(email, null);
	return details === null || params.mode !== "setup" ? details : { ...details, tax_exempt: null };
}

/** Who buys, as far as is known; null while nothing is. */
export function detailsOf(
	email: string | null,
	name: string | null,
): CheckoutSession["customer_details"] {
	if (email === null && name === null) return null;
	return {
		address: null,
		business_name: null,
		email,
		individual_name: null,
		name,
		phone: null,
		tax_exempt: "none",
		tax_ids: null,
	};
}

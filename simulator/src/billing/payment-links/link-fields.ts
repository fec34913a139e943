// A payment link in all its fields, new and edited.
import type { Draft } from "../core/draft.ts";
import { kept } from "../core/kept.ts";
import type { CheckoutSession, PaymentLink } from "../core/objects.ts";
import { mergeMetadata } from "../core/params/metadata.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import type { LinkEdit } from "./link-params.ts";

export type LinkMode = "payment" | "subscription";

/** Active, and nothing said yet of what happens. */
export function blankLink(
	draft: Draft,
	{ currency, mode }: { currency: string; mode: LinkMode },
): PaymentLink {
	const id = draft.newId("plink");
	const recurring = mode === "subscription";
	return {
		id,
		object: "payment_link",
		...unusedFields,
		active: true,
		after_completion: {
			hosted_confirmation: { custom_message: null },
			type: "hosted_confirmation",
		},
		allow_promotion_codes: false,
		automatic_tax: { enabled: false, liability: null },
		billing_address_collection: "auto",
		currency,
		customer_creation: "if_required",
		inactive_message: null,
		metadata: {},
		payment_intent_data: null,
		payment_method_collection: recurring ? "always" : "if_required",
		payment_method_types: null,
		restrictions: null,
		submit_type: "auto",
		subscription_data: recurring ? plainSubscription : null,
		tax_id_collection: { enabled: false, required: "never" },
		url: `${draft.baseUrl}/b/${id}`,
	};
}

/** What a payment link of this simulator cannot be asked for. */
const unusedFields = {
	application: null,
	application_fee_amount: null,
	application_fee_percent: null,
	consent_collection: null,
	custom_fields: [],
	custom_text: {
		after_submit: null,
		shipping_address: null,
		submit: null,
		terms_of_service_acceptance: null,
	},
	invoice_creation: null,
	livemode: false,
	managed_payments: null,
	on_behalf_of: null,
	payment_method_options: null,
	phone_number_collection: { enabled: false },
	shipping_address_collection: null,
	shipping_options: [],
	transfer_data: null,
} satisfies Partial<PaymentLink>;

const plainSubscription: NonNullable<PaymentLink["subscription_data"]> = {
	description: null,
	invoice_settings: {
		account_tax_ids: null,
		custom_fields: null,
		description: null,
		footer: null,
		issuer: { type: "self" },
	},
	metadata: {},
	trial_period_days: null,
	trial_settings: null,
};

/** What the link asks its visitors, as a session of it shows that. */
export function askingFields(link: PaymentLink, session: CheckoutSession): PaymentLink {
	const { name_collection: names } = session;
	return {
		...link,
		billing_address_collection: session.billing_address_collection ?? "auto",
		consent_collection: session.consent_collection,
		custom_fields: session.custom_fields.map(unanswered),
		custom_text: session.custom_text,
		...(names ? { name_collection: names } : {}),
		phone_number_collection: session.phone_number_collection ?? { enabled: false },
		shipping_address_collection: session.shipping_address_collection,
		tax_id_collection: session.tax_id_collection ?? { enabled: false, required: "never" },
	};
}

/** A session's field has room for an answer, a link's has not. */
function unanswered(
	field: CheckoutSession["custom_fields"][number],
): PaymentLink["custom_fields"][number] {
	const { dropdown, key, label, numeric, optional, text, type } = field;
	return {
		key,
		label,
		optional,
		type,
		...(dropdown && { dropdown: withoutValue(dropdown) }),
		...(numeric && { numeric: withoutValue(numeric) }),
		...(text && { text: withoutValue(text) }),
	};
}

function withoutValue<Asked extends { value: string | null }>({ value: _none, ...asked }: Asked) {
	return asked;
}

/** The link with what was sent; everything else stays. */
export function editedLink(before: PaymentLink, params: LinkEdit): PaymentLink {
	const tax = params.automatic_tax;
	return {
		...before,
		active: params.active ?? before.active,
		after_completion: completionAfter(before.after_completion, params.after_completion),
		allow_promotion_codes: params.allow_promotion_codes ?? before.allow_promotion_codes,
		automatic_tax:
			tax === undefined
				? before.automatic_tax
				: { enabled: tax.enabled, liability: tax.enabled ? { type: "self" } : null },
		customer_creation: params.customer_creation ?? before.customer_creation,
		inactive_message: kept(params.inactive_message, before.inactive_message),
		metadata: mergeMetadata(before.metadata, params.metadata),
		payment_intent_data: intentAfter(before.payment_intent_data, params.payment_intent_data),
		payment_method_collection: params.payment_method_collection ?? before.payment_method_collection,
		payment_method_types: kept(params.payment_method_types, before.payment_method_types),
		restrictions: restrictionsAfter(before.restrictions, params.restrictions),
		submit_type: params.submit_type ?? before.submit_type,
		subscription_data: subscriptionAfter(before.subscription_data, params.subscription_data),
	};
}

function completionAfter(
	before: PaymentLink["after_completion"],
	sent: LinkEdit["after_completion"],
): PaymentLink["after_completion"] {
	if (sent === undefined) return before;
	if (sent.type === "hosted_confirmation") {
		const custom_message = sent.hosted_confirmation?.custom_message ?? null;
		return { hosted_confirmation: { custom_message }, type: sent.type };
	}
	if (sent.redirect === undefined) {
		throw invalidRequest("Missing required param: after_completion[redirect].", {
			code: "parameter_missing",
			param: "after_completion[redirect]",
		});
	}
	return { redirect: { url: sent.redirect.url }, type: sent.type };
}

type IntentData = PaymentLink["payment_intent_data"];

function intentAfter(before: IntentData, sent: LinkEdit["payment_intent_data"]): IntentData {
	if (sent === undefined) return before;
	return {
		capture_method: sent.capture_method ?? before?.capture_method ?? null,
		description: kept(sent.description, before?.description ?? null),
		metadata: mergeMetadata(before?.metadata ?? {}, sent.metadata),
		setup_future_usage: kept(sent.setup_future_usage, before?.setup_future_usage ?? null),
		statement_descriptor: kept(sent.statement_descriptor, before?.statement_descriptor ?? null),
		statement_descriptor_suffix: kept(
			sent.statement_descriptor_suffix,
			before?.statement_descriptor_suffix ?? null,
		),
		transfer_group: kept(sent.transfer_group, before?.transfer_group ?? null),
	};
}

type SubscriptionData = PaymentLink["subscription_data"];

function subscriptionAfter(
	before: SubscriptionData,
	sent: LinkEdit["subscription_data"],
): SubscriptionData {
	if (sent === undefined) return before;
	const known = before ?? plainSubscription;
	return {
		...known,
		description: kept(sent.description, known.description),
		metadata: mergeMetadata(known.metadata, sent.metadata),
		trial_period_days: kept(sent.trial_period_days, known.trial_period_days),
		trial_settings: kept(sent.trial_settings, known.trial_settings),
	};
}

/** A new limit goes on counting from where the old one stood. */
function restrictionsAfter(
	before: PaymentLink["restrictions"],
	sent: LinkEdit["restrictions"],
): PaymentLink["restrictions"] {
	if (sent === undefined || sent === null) return sent === null ? null : before;
	const count = before?.completed_sessions.count ?? 0;
	return { completed_sessions: { count, limit: sent.completed_sessions.limit } };
}

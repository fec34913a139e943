// How a session differs by what it is for, and by where it is shown.

import type { Draft } from "../../core/draft.ts";
import type { CheckoutSession } from "../../core/objects.ts";
import type { SessionParams } from "./session-params.ts";

/** The fields that depend on `mode`, `ui_mode` and what follows an expiry. */
export function modeFields(
	draft: Draft,
	params: SessionParams,
	{ id, total }: { id: string; total: number },
): Partial<CheckoutSession> {
	return {
		...(params.mode === "payment" ? paymentFields(params, total) : {}),
		...(params.mode === "setup" ? setupFields(params) : {}),
		...shownFields(draft, params, id),
		...expiryFields(params),
	};
}

function paymentFields(params: SessionParams, total: number): Partial<CheckoutSession> {
	return {
		...(params.customer === undefined
			? { customer_creation: params.customer_creation ?? "if_required" }
			: {}),
		invoice_creation: noInvoice,
		payment_method_collection: params.payment_method_collection ?? "if_required",
		payment_status: total === 0 ? "no_payment_required" : "unpaid",
		submit_type: params.submit_type ?? null,
	};
}

/** What a payment shows that makes no invoice. Recorded. */
const noInvoice: CheckoutSession["invoice_creation"] = {
	enabled: false,
	invoice_data: {
		account_tax_ids: null,
		custom_fields: null,
		description: null,
		footer: null,
		issuer: null,
		metadata: {},
		rendering_options: null,
	},
};

function setupFields(params: SessionParams): Partial<CheckoutSession> {
	return {
		amount_subtotal: null,
		amount_total: null,
		currency: params.currency?.toLowerCase() ?? null,
		customer_creation: null,
		discounts: null,
		saved_payment_method_options: null,
		payment_status: "no_payment_required",
		total_details: null,
	};
}

/** A session shown inside the shop's own page has a secret for its script, and no page of its own. */
function shownFields(draft: Draft, params: SessionParams, id: string): Partial<CheckoutSession> {
	const types = params.allowed_payment_method_types;
	const chosen =
		types === undefined ? {} : { allowed_payment_method_types: types, payment_method_types: types };
	if ((params.ui_mode ?? "hosted_page") === "hosted_page") return chosen;
	return {
		...chosen,
		client_secret: `${id}_secret_${draft.newId("", 58)}`,
		redirect_on_completion: params.redirect_on_completion ?? "always",
		...(params.return_url === undefined ? {} : { return_url: params.return_url }),
		url: null,
	};
}

function expiryFields({ after_expiration }: SessionParams): Partial<CheckoutSession> {
	const recovery = after_expiration?.recovery;
	if (recovery === undefined) return {};
	const { allow_promotion_codes = false, enabled } = recovery;
	return {
		after_expiration: { recovery: { allow_promotion_codes, enabled, expires_at: null, url: null } },
	};
}

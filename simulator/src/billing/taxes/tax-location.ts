// Whether automatic tax can know where a customer is, and what happens when it cannot.

import type { Draft } from "../core/draft.ts";
import type { Customer, Invoice } from "../core/objects.ts";
import { StripeError } from "../core/stripe-error.ts";
import { unschedule } from "../core/time/schedule-timer.ts";
import { reviseSubscription } from "../subscriptions/start/build-subscription.ts";

/**
 * Whether his shipping address, else his own, else that of his card is precise enough: a country, and in the
 * United States a postal code with it. Documented.
 */
export function hasTaxLocation(draft: Draft, customer: Customer | undefined): boolean {
	const method = customer?.invoice_settings.default_payment_method ?? "";
	const billing = draft.get("payment_method", method)?.billing_details.address;
	const found = [customer?.shipping?.address, customer?.address, billing].find(
		(address) => address?.country,
	);
	return found !== undefined && (found?.country !== "US" || Boolean(found.postal_code));
}

const words =
	"The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.";

export function unknownLocation(): StripeError {
	return new StripeError(400, {
		type: "invalid_request_error",
		code: "customer_tax_location_invalid",
		message: words,
	});
}

function lacksLocation(draft: Draft, { automatic_tax, customer }: Invoice): boolean {
	return automatic_tax.enabled && !hasTaxLocation(draft, draft.get("customer", customer ?? ""));
}

/** The invoice with automatic tax as far as it can be computed. */
export function withTaxStatus(draft: Draft, invoice: Invoice): Invoice {
	if (!invoice.automatic_tax.enabled || invoice.status !== "draft") return invoice;
	const status = lacksLocation(draft, invoice) ? "requires_location_inputs" : "complete";
	return { ...invoice, automatic_tax: { ...invoice.automatic_tax, status } };
}

/**
 * A one-off invoice whose tax cannot be computed stays a draft that says why; the refusal is answered.
 * Undefined when nothing is in the way. Emits invoice.updated and invoice.finalization_failed.
 */
export function failFinalization(draft: Draft, before: Invoice): StripeError | undefined {
	const owned = before.parent?.subscription_details ?? null;
	if (owned !== null || !lacksLocation(draft, before)) return undefined;
	unschedule(draft, "finalize_invoice", before.id);
	const failed = draft.put("invoice", {
		...before,
		auto_advance: false,
		automatically_finalizes_at: null,
		automatic_tax: { ...before.automatic_tax, status: "requires_location_inputs" },
		last_finalization_error: {
			code: "customer_tax_location_invalid",
			message: words,
			type: "invalid_request_error",
		},
	});
	if (JSON.stringify(failed) !== JSON.stringify(before)) {
		draft.emit("invoice.updated", failed, before);
	}
	draft.emit("invoice.finalization_failed", failed);
	return unknownLocation();
}

/**
 * Documented: a subscription's invoice is finalized all the same, without automatic tax, which is switched
 * off on the subscription as well. Emits customer.subscription.updated then.
 */
export function withoutUnknownTax(draft: Draft, invoice: Invoice): Invoice {
	if (!lacksLocation(draft, invoice)) return { ...invoice, last_finalization_error: null };
	const owner = invoice.parent?.subscription_details?.subscription ?? "";
	const subscription = draft.get("subscription", owner);
	if (subscription !== undefined) {
		reviseSubscription(draft, subscription, {
			automatic_tax: {
				disabled_reason: "requires_location_inputs",
				enabled: false,
				liability: null,
			},
		});
	}
	return {
		...invoice,
		automatic_tax: {
			disabled_reason: "finalization_requires_location_inputs",
			enabled: false,
			liability: null,
			provider: null,
			status: null,
		},
	};
}

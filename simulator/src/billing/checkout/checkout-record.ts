// What a checkout session knows beyond the object it shows.
import type { LineItem, PaymentIntent } from "../core/objects.ts";
import type { Collected } from "./collected/read-answers.ts";

/** `id` is the session's. The subscription to be is described here until somebody pays. */
export interface CheckoutRecord {
	id: string;
	lines: LineItem[];
	/** Ids of the tax rates of each line, in the order of `lines`. */
	lineTaxRates: string[][];
	/** Ids of the rates for lines without their own. */
	defaultTaxRates: string[];
	/** Days of trial, or an instant; at most one of them is set. */
	trialDays: number | null;
	trialEnd: number | null;
	missingPaymentMethod: "cancel" | "create_invoice" | "pause";
	subscriptionMetadata: Record<string, string>;
	subscriptionDescription: string | null;
	billingModeType: "classic" | "flexible";
	/** What a payment session asks of its intent; null in other modes. */
	payment: Partial<PaymentIntent> | null;
	/** The intent of earlier attempts, of the kind the session needs. */
	intent: string | null;
	/** Which details of a known customer the session may change. */
	customerUpdate: Partial<
		Record<"address" | "name" | "shipping", "auto" | "never" | undefined>
	> | null;
	/** What was asked besides the payment and answered with the latest attempt. */
	collected: Collected | null;
	/** The card whose 3-D Secure challenge waits for an answer. */
	challenged: { method: string; email: string | null; name: string | null } | null;
}

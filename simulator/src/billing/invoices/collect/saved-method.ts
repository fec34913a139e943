// The method that paid, kept for the subscription where it asks for that.

import type { Draft } from "../../core/draft.ts";
import type { Subscription } from "../../core/objects.ts";
import { findInvoicePayment } from "../finalize-invoice.ts";

/** `default_payment_method` as it is after this invoice was paid. Documented: save_default_payment_method. */
export function savedMethod(
	draft: Draft,
	{ customer, default_payment_method, payment_settings }: Subscription,
	invoice: string,
): Pick<Subscription, "default_payment_method"> {
	const payment = findInvoicePayment(draft, invoice);
	const intent = draft.get("payment_intent", payment?.payment.payment_intent ?? "");
	const method = draft.get("payment_method", intent?.payment_method ?? "");
	const asked = payment_settings?.save_default_payment_method === "on_subscription";
	const kept = asked && intent?.status === "succeeded" && method?.customer === customer;
	return { default_payment_method: kept ? method.id : default_payment_method };
}

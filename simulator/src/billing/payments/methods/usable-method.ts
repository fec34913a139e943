// Which payment method may be used for whom.

import type { Draft } from "../../core/draft.ts";
import type { PaymentMethod } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { bindPaymentMethod, usedUp } from "./attach-payment-method.ts";
import { resolvePaymentMethod } from "./payment-methods.ts";

/**
 * The method of this id, or a new one of a magic id. Errors: somebody else's, and one that was used up
 * without a customer or let go by one.
 */
export function usableMethod(
	draft: Draft,
	id: string,
	{ customer, param }: { customer: string | null; param: string },
): PaymentMethod {
	const method = resolvePaymentMethod(draft, id, param);
	if (draft.get("card", method.id)?.spent === true) throw usedUp();
	if (method.customer === null || method.customer === customer) return method;
	throw invalidRequest(
		customer === null
			? `The PaymentMethod ${id} belongs to the Customer ${method.customer}. Please include the Customer in the \`customer\` parameter.`
			: `The PaymentMethod ${id} does not belong to the Customer you supplied ${customer}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
		{ param },
	);
}

/** After its success: saved for the customer when asked, else used up unless it was already his. */
export function keepOrSpend(
	draft: Draft,
	id: string,
	{ customer, saves }: { customer: string | null; saves: boolean },
): void {
	const method = draft.get("payment_method", id);
	const card = draft.get("card", id);
	if (method === undefined || card === undefined || method.customer !== null) return;
	if (customer !== null && saves) bindPaymentMethod(draft, method, customer);
	else draft.put("card", { ...card, spent: true });
}

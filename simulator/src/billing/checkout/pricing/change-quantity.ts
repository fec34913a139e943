// How many the customer wants, chosen on the Checkout page.
import { advanceCost } from "../../catalog/cost-of.ts";
import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { CheckoutSession } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { priceSession } from "./price-session.ts";

/** The line has this quantity and the session its new amounts. Errors: a line or number not offered. */
export function changeQuantity(
	draft: Draft,
	id: string,
	{ line: lineId, quantity }: { line: string; quantity: number },
): CheckoutSession {
	const session = getRecord(draft, "checkout.session", { id });
	const record = getRecord(draft, "checkout", { id });
	const line = record.lines.find((one) => one.id === lineId);
	const limits = line?.adjustable_quantity;
	if (session.status !== "open" || !line?.price || limits?.enabled !== true) {
		throw invalidRequest("The quantity of this line cannot be changed.");
	}
	const { minimum, maximum } = limits;
	const [least, most] = [minimum ?? 0, maximum ?? 99];
	if (!Number.isSafeInteger(quantity) || quantity < least || quantity > most) {
		throw invalidRequest(`Choose a quantity from ${least} to ${most}.`);
	}
	const cost = advanceCost(draft, { price: line.price, quantity }, line.currency);
	const changed = { ...line, quantity, amount_subtotal: cost, amount_total: cost };
	const lines = record.lines.map((one) => (one === line ? changed : one));
	draft.put("checkout", { ...record, lines });
	return priceSession(draft, id);
}

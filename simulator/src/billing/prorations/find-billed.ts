// What a customer was last billed for a subscription item.

import type { Draft } from "../core/draft.ts";
import type { InvoiceItem, InvoiceLine, SubscriptionItem } from "../core/objects.ts";
import type { DiscountAmount } from "../discounts/discount-lines.ts";
import { perDiscount, sumOff } from "./discounted.ts";

type CreditedItems = NonNullable<InvoiceItem["proration_details"]>["credited_items"];

export interface Billed {
	/** Minor units, less the discounts it was billed with. */
	amount: number;
	/** What each of those discounts took off. */
	off: DiscountAmount[];
	quantity: number;
	period: { start: number; end: number };
	pricing: InvoiceItem["pricing"];
	/** How a credit refers to it. */
	reference: CreditedItems;
}

/**
 * The newest debit of the item that reaches beyond `at`: one that waits for an invoice, or a line of one
 * that was not voided. Undefined when it was never billed for that time. Source: flexible billing mode.
 */
export function findBilled(
	draft: Draft,
	item: SubscriptionItem,
	{ customer, at }: { customer: string; at: number },
): Billed | undefined {
	for (const waiting of draft.list("invoiceitem", { group: `pending:${customer}` })) {
		if (isDebitOf(waiting, item.id) && waiting.period.end > at) return toBilled(waiting);
	}
	for (const invoice of draft.list("invoice", { group: `subscription:${item.subscription}` })) {
		if (invoice.status === "void") continue;
		const { data } = invoice.lines;
		const line = data.findLast((one) => isBillFor(one, item.id) && one.period.end > at);
		if (line === undefined) continue;
		const tiers = data.filter((one) => isBillFor(one, item.id) && isSameBill(one, line));
		return linesBilled(tiers, line, invoice.id);
	}
	return undefined;
}

function isDebitOf(waiting: InvoiceItem, item: string): boolean {
	return (
		waiting.parent?.subscription_details?.subscription_item === item &&
		waiting.proration_details?.credited_items === null &&
		waiting.amount >= 0
	);
}

function isBillFor(line: InvoiceLine, item: string): boolean {
	const details = line.parent?.subscription_item_details;
	return (
		details?.subscription_item === item &&
		(details.proration_details?.credited_items ?? null) === null &&
		line.amount >= 0
	);
}

function toBilled(waiting: InvoiceItem): Billed {
	const { id, period, pricing, quantity } = waiting;
	const off = waiting.proration_details?.discount_amounts ?? [];
	return {
		amount: waiting.amount - sumOff(off),
		off,
		quantity,
		period,
		pricing,
		reference: { type: "invoice_item", invoice_item: id },
	};
}

/** A tiered price is billed in several lines, which are one bill; a proration stands for itself. */
function isSameBill(one: InvoiceLine, line: InvoiceLine): boolean {
	const made = (of: InvoiceLine) => of.parent?.subscription_item_details?.invoice_item ?? null;
	return one === line || (made(one) === null && made(line) === null && isSamePeriod(one, line));
}

function isSamePeriod({ period: left }: InvoiceLine, { period: right }: InvoiceLine): boolean {
	return left.start === right.start && left.end === right.end;
}

function linesBilled(lines: readonly InvoiceLine[], last: InvoiceLine, invoice: string): Billed {
	const off = perDiscount(lines.flatMap((line) => line.discount_amounts ?? []));
	return {
		amount: sumOff(lines) - sumOff(off),
		off,
		quantity: lines.reduce((sum, line) => sum + (line.quantity ?? 1), 0),
		period: last.period,
		pricing: last.pricing,
		reference: {
			type: "invoice_line_items",
			invoice_line_item_details: { invoice, invoice_line_items: lines.map(({ id }) => id) },
		},
	};
}

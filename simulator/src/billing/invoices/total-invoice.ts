// What the lines of an invoice add up to.
import type { Invoice, InvoiceLine } from "../core/collections.ts";

/**
 * The draft with its sums: `subtotal` of the lines, `total` less discounts plus exclusive tax, and
 * `amount_due`, which the customer's balance may lower to nothing or raise. Minor units.
 */
export function withTotals(invoice: Invoice, startingBalance: number): Invoice {
	const subtotal = sumOf(invoice.lines.data);
	const discount = sumOf(invoice.total_discount_amounts ?? []);
	const taxes = invoice.total_taxes ?? [];
	const exclusive = sumOf(taxes.filter((tax) => tax.tax_behavior === "exclusive"));
	const inclusive = sumOf(taxes) - exclusive;
	const total = subtotal - discount + exclusive;
	const due = Math.max(0, total + startingBalance);
	return {
		...invoice,
		amount_due: due,
		amount_remaining: due,
		starting_balance: startingBalance,
		subtotal,
		subtotal_excluding_tax: subtotal - inclusive,
		total,
		total_excluding_tax: total - exclusive - inclusive,
	};
}

function sumOf(parts: readonly { amount: number }[]): number {
	return parts.reduce((sum, part) => sum + part.amount, 0);
}

/** The invoice with other lines; sums are not made anew. */
export function withLines(invoice: Invoice, data: InvoiceLine[]): Invoice {
	return { ...invoice, lines: { ...invoice.lines, data } };
}

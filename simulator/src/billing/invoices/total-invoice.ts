// What the lines of an invoice add up to.
import type { Invoice, InvoiceLine } from "../core/objects.ts";

/**
 * The draft with its sums: `subtotal` of the lines, `total` less discounts plus exclusive tax, and
 * `amount_due`, which the customer's balance may lower to nothing or raise. Minor units.
 */
export function withTotals(invoice: Invoice, startingBalance: number): Invoice {
	const lines = invoice.lines.data;
	const subtotal = lines.reduce((sum, line) => sum + beforeInvoiceDiscounts(line), 0);
	const discount = sumOf(invoice.total_discount_amounts ?? []);
	const taxes = invoice.total_taxes ?? [];
	const exclusive = sumOf(taxes.filter((tax) => tax.tax_behavior === "exclusive"));
	const inclusive = sumOf(taxes) - exclusive;
	const total = sumOf(lines) - discount + exclusive;
	const due = Math.max(0, total + startingBalance);
	return {
		...invoice,
		amount_due: due,
		amount_remaining: due,
		starting_balance: startingBalance,
		subtotal,
		subtotal_excluding_tax: subtotal - inclusiveIn(lines),
		total,
		total_excluding_tax: total - exclusive - inclusive,
	};
}

/** Documented: the subtotal already contains the discounts of single lines. */
function beforeInvoiceDiscounts(line: InvoiceLine): number {
	const amounts = line.discount_amounts ?? [];
	return line.amount - sumOf(amounts.filter(({ discount }) => line.discounts.includes(discount)));
}

/** The inclusive tax in the subtotal, which the invoice's own discounts have not yet made smaller. */
function inclusiveIn(lines: readonly InvoiceLine[]): number {
	return lines.reduce((sum, line) => {
		const net = line.amount - sumOf(line.discount_amounts ?? []);
		const tax = sumOf((line.taxes ?? []).filter((one) => one.tax_behavior === "inclusive"));
		return sum + (net === 0 ? 0 : Math.round((tax * beforeInvoiceDiscounts(line)) / net));
	}, 0);
}

function sumOf(parts: readonly { amount: number }[]): number {
	return parts.reduce((sum, part) => sum + part.amount, 0);
}

/** The invoice with other lines; sums are not made anew. */
export function withLines(invoice: Invoice, data: InvoiceLine[]): Invoice {
	return { ...invoice, lines: { ...invoice.lines, data } };
}

// Use that was reported after its invoice was drafted, still billed on it.
import { costParts, isMetered } from "../catalog/cost-of.ts";
import type { Draft } from "../core/draft.ts";
import type { Invoice, InvoiceLine, Price } from "../core/objects.ts";
import { priceInvoice } from "../invoices/build-invoice.ts";
import { filledLine } from "../invoices/lines/invoice-lines.ts";
import { withLines } from "../invoices/total-invoice.ts";
import { usageOf } from "./usage.ts";

/**
 * The draft with the use of its lines' periods as the meters count it now. Lines of use that has not grown
 * stay as they are, whatever was done to them by hand. Nothing is stored. Documented: use counts until the
 * invoice is finalized.
 */
export function recountUsage(draft: Draft, invoice: Invoice): Invoice {
	const counted = new Map<string, InvoiceLine[]>();
	for (const line of invoice.lines.data) {
		const key = keyOf(draft, line);
		if (key !== undefined) counted.set(key, [...(counted.get(key) ?? []), line]);
	}
	let data = invoice.lines.data;
	for (const lines of counted.values()) {
		const fresh = recounted(draft, invoice, lines);
		if (fresh === lines) continue;
		data = data.flatMap((line) => (line === lines[0] ? fresh : lines.includes(line) ? [] : [line]));
	}
	return data === invoice.lines.data ? invoice : priceInvoice(draft, withLines(invoice, data));
}

/** Which lines are of the same use; undefined for a line of anything else. */
function keyOf(draft: Draft, line: InvoiceLine): string | undefined {
	const details = line.parent?.subscription_item_details;
	if (!details || details.invoice_item !== null) return undefined;
	const price = meteredPrice(draft, line);
	return price && `${details.subscription_item} ${price.id} ${line.period.start}`;
}

function meteredPrice(draft: Draft, line: InvoiceLine): Price | undefined {
	const price = draft.get("price", line.pricing?.price_details?.price ?? "");
	return price !== undefined && isMetered(price) ? price : undefined;
}

function recounted(draft: Draft, invoice: Invoice, lines: InvoiceLine[]): InvoiceLine[] {
	const [first] = lines;
	const price = first && meteredPrice(draft, first);
	if (first === undefined || price === undefined) return lines;
	const quantity = usageOf(draft, price.recurring?.meter ?? "", {
		customer: invoice.customer ?? "",
		span: first.period,
	});
	const before = lines.reduce((sum, line) => sum + Number(line.quantity_decimal ?? 0), 0);
	if (quantity === before) return lines;
	return costParts(draft, price, { quantity, currency: invoice.currency }).map((part, index) =>
		filledLine(draft, lines[index] ?? { ...first, id: draft.newId("il") }, { price, part }),
	);
}

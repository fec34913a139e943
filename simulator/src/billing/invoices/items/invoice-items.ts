// Invoice items: amounts that wait to be put on a customer's next invoice.

import type { Draft } from "../../core/draft.ts";
import type { InvoiceItem, Price, TaxRate } from "../../core/objects.ts";

export interface NewInvoiceItem {
	customer: string;
	currency: string;
	amount: number;
	description: string | null;
	quantity: number;
	period: { start: number; end: number };
	pricing: InvoiceItem["pricing"];
	parent: InvoiceItem["parent"];
	/** The draft invoice it goes on at once; null while it waits. */
	invoice?: string | null;
	discountable?: boolean;
	discounts?: string[];
	metadata?: Record<string, string>;
	taxRates?: TaxRate[];
	prorationDetails?: NonNullable<InvoiceItem["proration_details"]>;
}

/** Stores the item. Emits invoiceitem.created. */
export function recordInvoiceItem(draft: Draft, wanted: NewInvoiceItem): InvoiceItem {
	const item = draft.put("invoiceitem", {
		id: draft.newId("ii"),
		object: "invoiceitem",
		amount: wanted.amount,
		currency: wanted.currency,
		customer: wanted.customer,
		customer_account: null,
		date: draft.now,
		description: wanted.description,
		discountable: wanted.discountable ?? true,
		discounts: wanted.discounts ?? [],
		invoice: wanted.invoice ?? null,
		livemode: false,
		metadata: wanted.metadata ?? {},
		parent: wanted.parent,
		period: wanted.period,
		pricing: wanted.pricing,
		proration: wanted.prorationDetails !== undefined,
		...(wanted.prorationDetails === undefined
			? {}
			: { proration_details: wanted.prorationDetails }),
		quantity: wanted.quantity,
		quantity_decimal: String(wanted.quantity),
		tax_rates: wanted.taxRates ?? [],
		test_clock: draft.get("customer", wanted.customer)?.test_clock ?? null,
	});
	draft.emit("invoiceitem.created", item);
	return item;
}

/** How an item or a line says which price it is of. `unitAmount` in minor units, maybe with decimals. */
export function pricingOf(price: Price, unitAmount: string | null): InvoiceItem["pricing"] {
	return {
		type: "price_details",
		price_details: { price: price.id, product: price.product },
		unit_amount_decimal: unitAmount,
	};
}

/** `amount / quantity` with at most twelve decimals, as Stripe writes unit amounts. */
export function unitAmountOf(amount: number, quantity: number): string {
	if (quantity === 0) return "0";
	const text = (amount / quantity).toFixed(12);
	return text.replace(/\.?0+$/, "");
}

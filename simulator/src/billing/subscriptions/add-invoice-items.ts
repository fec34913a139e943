// One-time prices billed along with a subscription's next invoice.
import { costOf } from "../catalog/cost-of.ts";
import { priceIn, refuseCurrency } from "../catalog/price-in.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { mergeMetadata, metadata } from "../core/metadata.ts";
import type { Subscription } from "../core/objects.ts";
import { boolean, hash, integer, list, required, text, type Values } from "../core/params.ts";
import { pricingOf, recordInvoiceItem } from "../invoices/invoice-items.ts";

export const addedItemsParam = list(
	hash({
		discountable: boolean(),
		metadata: metadata(),
		price: required(text()),
		quantity: integer(0),
		tax_rates: list(text(), 10),
	}),
	20,
);
type Added = Values<{ items: typeof addedItemsParam }>["items"];

/** Each waits for the next invoice, over the subscription's period. Emits invoiceitem.created. */
export function addInvoiceItems(draft: Draft, subscription: Subscription, added: Added): void {
	const items = subscription.items.data;
	const period = {
		start: Math.max(...items.map((item) => item.current_period_start)),
		end: Math.min(...items.map((item) => item.current_period_end)),
	};
	added?.forEach((wanted, index) => {
		const param = `add_invoice_items[${index}][price]`;
		const price = getRecord(draft, "price", { id: wanted.price, param });
		const { currency } = subscription;
		refuseCurrency(draft, price, { currency, param });
		const quantity = wanted.quantity ?? 1;
		recordInvoiceItem(draft, {
			customer: subscription.customer,
			currency,
			amount: costOf(draft, price, { quantity, currency }),
			description: draft.get("product", price.product)?.name ?? null,
			quantity,
			period,
			pricing: pricingOf(price, priceIn(draft, price, currency).unit_amount_decimal),
			parent: {
				type: "subscription_details",
				subscription_details: { subscription: subscription.id },
			},
			discountable: wanted.discountable ?? true,
			metadata: mergeMetadata({}, wanted.metadata),
			taxRates: (wanted.tax_rates ?? []).map((id) =>
				getRecord(draft, "tax_rate", { id, param: `add_invoice_items[${index}][tax_rates]` }),
			),
		});
	});
}

// Prorations as invoice items that wait for the next invoice.

import type { Draft } from "../core/draft.ts";
import type { InvoiceItem, Subscription } from "../core/objects.ts";
import { recordInvoiceItem } from "../invoices/items/invoice-items.ts";
import { describeProration } from "../invoices/lines/line-words.ts";
import { isItemized, sumOff } from "./discounted.ts";
import type { Proration } from "./prorate.ts";

/** Stores one invoice item each. Emits invoiceitem.created for every one. */
export function recordProrations(
	draft: Draft,
	subscription: Subscription,
	prorations: readonly Proration[],
): InvoiceItem[] {
	const itemized = isItemized(subscription);
	return prorations.map((proration) => {
		const off = itemized ? proration.off : [];
		const amount = proration.amount + sumOff(off);
		const { credited, item, period, pricing, quantity } = proration;
		const product = draft.get("product", pricing?.price_details?.product ?? item.price.product);
		return recordInvoiceItem(draft, {
			customer: subscription.customer,
			currency: subscription.currency,
			amount,
			description: describeProration(proration.kind, product, { quantity, from: period.start }),
			quantity,
			period,
			pricing,
			parent: {
				type: "subscription_details",
				subscription_details: { subscription: subscription.id, subscription_item: item.id },
			},
			discountable: false,
			metadata: subscription.metadata,
			taxRates: item.tax_rates ?? [],
			prorationDetails: { credited_items: credited, discount_amounts: off },
		});
	});
}

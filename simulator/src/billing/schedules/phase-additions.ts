// What a phase bills once, beside what recurs in it.

import type { Draft } from "../core/draft.ts";
import type { SubscriptionSchedule } from "../core/objects.ts";
import type { AddedItem, Bound } from "../subscriptions/start/add-invoice-items.ts";
import { sentDiscounts, shownDiscount } from "./phase-discounts.ts";

type Phase = SubscriptionSchedule["phases"][number];
type Addition = Phase["add_invoice_items"][number];

/** As the phase keeps it until it begins. */
export function toAddition(added: AddedItem): Addition {
	const { discountable, discounts, metadata, period, price, quantity, taxRates } = added;
	return {
		discountable: discountable ?? null,
		discounts: (discounts ?? []).map(shownDiscount),
		metadata: metadata ?? {},
		period: {
			start: shownBound(period?.start ?? { type: "max_item_period_start" }),
			end: shownBound(period?.end ?? { type: "min_item_period_end" }),
		},
		price: price.id,
		quantity,
		tax_rates: taxRates,
	};
}

function shownBound({ type, timestamp }: Bound) {
	return timestamp === undefined ? { type } : { type, timestamp };
}

/** What to bill now that the phase begins; a price that was deleted meanwhile bills nothing. */
export function additionsOf(draft: Draft, phase: Phase): AddedItem[] {
	const boundOf = ({ type, timestamp }: Bound): Bound => {
		const ends = type === "phase_start" ? phase.start_date : phase.end_date;
		return type.startsWith("phase_") ? { type: "timestamp", timestamp: ends } : { type, timestamp };
	};
	return phase.add_invoice_items.flatMap((one) => {
		const price = draft.get("price", one.price);
		if (price === undefined) return [];
		return [
			{
				price,
				quantity: one.quantity ?? 1,
				discountable: one.discountable ?? undefined,
				discounts: sentDiscounts(one.discounts),
				metadata: one.metadata ?? {},
				period: { start: boundOf(one.period.start), end: boundOf(one.period.end) },
				taxRates: one.tax_rates ?? [],
			},
		];
	});
}

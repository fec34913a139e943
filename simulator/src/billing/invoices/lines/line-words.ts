// The sentences on invoice and checkout lines.
import type { CostPart } from "../../catalog/cost-of.ts";
import type { Price, Product } from "../../core/objects.ts";

/**
 * `1 × Founder (at $29.00 / month)`; a product's unit label stands before the cross. Of a tier
 * `5 × Calls (Tier 2 at $0.036 / month)`, and its flat amount `Calls (Tier 2 at $9.00 / month)`. Recorded.
 */
export function describeItem(
	price: Price,
	product: Product | undefined,
	{ quantity, unitAmount, tier }: Pick<CostPart, "quantity" | "tier" | "unitAmount">,
): string {
	const amount = formatMoney(Number(tier?.rate ?? unitAmount ?? 0), price.currency);
	const what = tier?.flat ? (product?.name ?? "Product") : countOf(product, quantity);
	const which = tier === null ? "" : `Tier ${tier.tier} `;
	return `${what} (${which}at ${amount} / ${intervalWords(price)})`;
}

export function describeTrial(product: Product | undefined, quantity: number): string {
	return `Free trial for ${countOf(product, quantity)}`;
}

/** `Unused time on Founder after 22 Nov 2026`; a quantity other than one is named. Recorded. */
export function describeProration(
	kind: "credit" | "debit",
	product: Product | undefined,
	{ quantity, from }: { quantity: number; from: number },
): string {
	const time = kind === "credit" ? "Unused time on" : "Remaining time on";
	return `${time} ${manyOf(product, quantity)} after ${dayOf(from)}`;
}

/** `Time on Founder from 01 Sep 2026 until 01 Oct 2026`. */
export function describeSpan(
	product: Product | undefined,
	{ quantity, start, end }: { quantity: number; start: number; end: number },
): string {
	return `Time on ${manyOf(product, quantity)} from ${dayOf(start)} until ${dayOf(end)}`;
}

function manyOf(product: Product | undefined, quantity: number): string {
	const name = product?.name ?? "Product";
	return quantity === 1 ? name : `${quantity} × ${name}`;
}

function dayOf(at: number): string {
	const day = new Intl.DateTimeFormat("en-GB", {
		day: "2-digit",
		month: "short",
		year: "numeric",
		timeZone: "UTC",
	}).format(at * 1000);
	return day.replace("Sept", "Sep");
}

function countOf(product: Product | undefined, quantity: number): string {
	const label = product?.unit_label ? ` ${product.unit_label}` : "";
	return `${quantity}${label} × ${product?.name ?? "Product"}`;
}

function intervalWords(price: Price): string {
	const count = price.recurring?.interval_count ?? 1;
	const interval = price.recurring?.interval ?? "month";
	return count === 1 ? interval : `every ${count} ${interval}s`;
}

function formatMoney(minorUnits: number, currency: string): string {
	const format = formatOf(currency);
	const digits = format.resolvedOptions().minimumFractionDigits ?? 2;
	return format.format(minorUnits / 10 ** digits);
}

const formats = new Map<string, Intl.NumberFormat>();

/** Making a format takes longer than the rest of an invoice line, so each is made once. */
function formatOf(currency: string): Intl.NumberFormat {
	const known = formats.get(currency);
	if (known !== undefined) return known;
	const made = new Intl.NumberFormat("en-US", {
		style: "currency",
		currency,
		maximumFractionDigits: 12,
	});
	formats.set(currency, made);
	return made;
}

// The sentences on invoice and checkout lines.
import type { Price, Product } from "../core/collections.ts";

/** `1 × Founder (at $29.00 / month)`; a product's unit label stands before the cross. */
export function describeItem(price: Price, product: Product | undefined, quantity: number): string {
	const amount = formatMoney(Number(price.unit_amount_decimal ?? 0), price.currency);
	return `${countOf(product, quantity)} (at ${amount} / ${intervalWords(price)})`;
}

export function describeTrial(product: Product | undefined, quantity: number): string {
	return `Free trial for ${countOf(product, quantity)}`;
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
	const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
	const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
	return format.format(minorUnits / 10 ** digits);
}

// The sentences on invoice and checkout lines.
import type { Price, Product } from "../core/objects.ts";

/** `1 × Founder (at $29.00 / month)`; a product's unit label stands before the cross. */
export function describeItem(price: Price, product: Product | undefined, quantity: number): string {
	const amount = formatMoney(Number(price.unit_amount_decimal ?? 0), price.currency);
	const rate = price.billing_scheme === "tiered" ? "tiered" : `at ${amount}`;
	return `${countOf(product, quantity)} (${rate} / ${intervalWords(price)})`;
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
	const name = product?.name ?? "Product";
	const what = quantity === 1 ? name : `${quantity} × ${name}`;
	const day = new Intl.DateTimeFormat("en-GB", {
		day: "2-digit",
		month: "short",
		year: "numeric",
		timeZone: "UTC",
	}).format(from * 1000);
	const time = kind === "credit" ? "Unused time on" : "Remaining time on";
	return `${time} ${what} after ${day.replace("Sept", "Sep")}`;
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
	const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
	return format.format(minorUnits / 10 ** digits);
}

const formats = new Map<string, Intl.NumberFormat>();

/** Making a format takes longer than the rest of an invoice line, so each is made once. */
function formatOf(currency: string): Intl.NumberFormat {
	const known = formats.get(currency);
	if (known !== undefined) return known;
	const made = new Intl.NumberFormat("en-US", { style: "currency", currency });
	formats.set(currency, made);
	return made;
}

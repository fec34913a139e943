// Names a card the way people know it.
import type { SavedCard } from "../card/card-entry.ts";
import { type Html, html } from "../frame/html.ts";

const brands: Record<string, string> = {
	amex: "American Express",
	cartes_bancaires: "Cartes Bancaires",
	diners: "Diners Club",
	eftpos_au: "eftpos",
	jcb: "JCB",
	mastercard: "Mastercard",
	unionpay: "UnionPay",
	visa: "Visa",
};

type Face = Pick<SavedCard, "brand" | "last4" | "expMonth" | "expYear">;

/** "Visa •••• 4242", read out as "Visa ending in 4242". */
export function cardName({ brand, last4 }: Pick<Face, "brand" | "last4">): Html {
	return html`${brandName(brand)} <span aria-hidden="true">••••</span> <span class="visually-hidden">ending in</span> ${last4}`;
}

/** "Visa ending in 4242", where marks have no place. */
export function cardWords({ brand, last4 }: Pick<Face, "brand" | "last4">): string {
	return `${brandName(brand)} ending in ${last4}`;
}

/** "12/2034". */
export function cardExpiry({ expMonth, expYear }: Pick<Face, "expMonth" | "expYear">): string {
	return `${String(expMonth).padStart(2, "0")}/${expYear}`;
}

function brandName(brand: string): string {
	return brands[brand] ?? brand.replace(/^./, (letter) => letter.toUpperCase());
}

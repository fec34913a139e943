// What every mail is made of, and how stored data is read back.
import type { Catalog } from "../domain/catalog.ts";
import { formatInstant, formatMoney } from "./money.ts";

/** Plain words; the layout escapes them. `facts` are pairs of a label and a value. */
export interface Content {
	subject: string;
	paragraphs: readonly string[];
	facts?: readonly (readonly [string, string])[];
	action: { label: string; url: string };
}

/** `data` is what was stored, as JSON gives it back. `baseUrl`: the frontend's origin. */
export interface Occasion {
	data: Readonly<Record<string, unknown>>;
	catalog: Pick<Catalog, "businessName" | "tiers">;
	baseUrl: string;
}

export function dashboardOf({ baseUrl }: Occasion): string {
	return `${baseUrl}/dashboard`;
}

/** The page of the invoice, or the dashboard where there is none. */
export function invoiceOf(occasion: Occasion): string {
	const { url } = occasion.data;
	return typeof url === "string" ? url : dashboardOf(occasion);
}

/** Such as `Founder`; the name itself for a tier that left the catalogue; null for none. */
export function tierOf({ data, catalog }: Occasion): string | null {
	const { tier_name: name } = data;
	if (typeof name !== "string") return null;
	const tier = catalog.tiers.find((one) => one.tierName === name);
	return tier?.displayName ?? name;
}

/** Such as `your Founder subscription`. */
export function subscriptionOf(occasion: Occasion): string {
	const tier = tierOf(occasion);
	return tier ? `your ${tier} subscription` : "your subscription";
}

export function moneyOf({ data }: Occasion): string | null {
	const { amount, currency } = data;
	if (typeof amount !== "number" || typeof currency !== "string") return null;
	return formatMoney(amount, currency);
}

/** Such as `$79.00 per month`; null where the price has not one amount. */
export function priceOf(occasion: Occasion): string | null {
	const { interval } = occasion.data;
	const money = moneyOf(occasion);
	return money && typeof interval === "string" ? `${money} per ${interval}` : null;
}

/** An instant of the data in words; null when it is not there. */
export function instantOf({ data }: Occasion, name: string): string | null {
	const value = data[name];
	return typeof value === "string" ? formatInstant(new Date(value)) : null;
}

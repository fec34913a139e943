// The quote as a PDF.
import { printPaper } from "../paper/paper.ts";
import { formatDate } from "../words/dates.ts";
import { codedMoney } from "../words/money.ts";
import { rhythm } from "../words/price-words.ts";

/** A quote as its paper shows it; amounts in minor units, instants in unix seconds. */
export interface QuoteView {
	id: string;
	number: string | null;
	businessName: string;
	currency: string;
	issuedAt: number;
	expiresAt: number;
	/** Name, email, address: what is known. */
	preparedFor: string[];
	header: string | null;
	description: string | null;
	footer: string | null;
	/** Days before the first charge of what recurs; 0 for none. */
	trialDays: number;
	lines: {
		words: string;
		interval: string | null;
		intervalCount: number;
		quantity: number | null;
		amount: number;
	}[];
	subtotal: number;
	discount: number;
	tax: number;
	total: number;
	recurring: { amount: number; interval: string; intervalCount: number } | null;
}

export function quotePdf(view: QuoteView): Buffer {
	const { currency, discount, recurring, subtotal, tax, total, trialDays } = view;
	const then =
		recurring === null
			? []
			: [
					`Recurring: ${codedMoney(recurring.amount, currency)} ${rhythm(recurring.interval, recurring.intervalCount)}.`,
				];
	const trial = trialDays === 0 ? [] : [`Free for ${trialDays} days first.`];
	return printPaper({
		kind: "Quote",
		title: `Quote ${view.number ?? view.id}`,
		businessName: view.businessName,
		currency,
		facts: [
			`Quote number     ${view.number ?? view.id}`,
			`Date of issue      ${formatDate(view.issuedAt)}`,
			`Valid until          ${formatDate(view.expiresAt)}`,
		],
		person: { words: "Prepared for", lines: view.preparedFor },
		headline: view.header ?? `${codedMoney(total, currency)} offered`,
		lines: view.lines.map(({ words, interval, intervalCount, quantity, amount }) => ({
			words,
			under: interval === null ? null : rhythm(interval, intervalCount),
			quantity,
			amount,
		})),
		sums: [
			{ words: "Subtotal", amount: subtotal, bold: false },
			...(discount === 0 ? [] : [{ words: "Discount", amount: -discount, bold: false }]),
			...(tax === 0 ? [] : [{ words: "Tax", amount: tax, bold: false }]),
			{ words: "Total", amount: total, bold: true },
		],
		notes: [view.description, ...then, ...trial, view.footer].filter((one) => one !== null),
	});
}

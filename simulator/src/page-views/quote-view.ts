// A quote as its paper shows it.
import type { Draft } from "../billing/core/draft.ts";
import { getRecord } from "../billing/core/find.ts";
import { invalidRequest } from "../billing/core/stripe-error.ts";
import type { QuoteView } from "../pages/quote/quote-pdf.ts";

/** Errors: no such quote, or one that is still a draft. */
export function quoteView(draft: Draft, id: string): QuoteView {
	const quote = getRecord(draft, "quote", { id });
	const { finalized_at } = quote.status_transitions;
	if (finalized_at === null) {
		throw invalidRequest("Only a quote that was finalized has a PDF. This quote was not.");
	}
	const { recurring } = quote.computed;
	return {
		id,
		number: quote.number,
		businessName: draft.settings.businessName,
		currency: quote.currency ?? "usd",
		issuedAt: finalized_at,
		expiresAt: quote.expires_at,
		preparedFor: preparedFor(draft, quote.customer ?? ""),
		header: quote.header,
		description: quote.description,
		footer: quote.footer,
		trialDays: quote.subscription_data.trial_period_days ?? 0,
		lines: getRecord(draft, "quoteLines", { id }).lines.map(({ item }) => ({
			words: item.description ?? "Product",
			interval: item.price?.recurring?.interval ?? null,
			intervalCount: item.price?.recurring?.interval_count ?? 1,
			quantity: item.quantity,
			amount: item.amount_subtotal,
		})),
		subtotal: quote.amount_subtotal,
		discount: quote.total_details.amount_discount,
		tax: quote.total_details.amount_tax,
		total: quote.amount_total,
		recurring: recurring && {
			amount: recurring.amount_total,
			interval: recurring.interval,
			intervalCount: recurring.interval_count,
		},
	};
}

function preparedFor(draft: Draft, id: string): string[] {
	const customer = draft.get("customer", id);
	const { line1, line2, postal_code, city, state, country } = customer?.address ?? {};
	const place = [postal_code, city, state, country].filter((part) => part).join(" ");
	return [customer?.name, customer?.email, line1, line2, place]
		.filter((part) => !!part)
		.map(String);
}

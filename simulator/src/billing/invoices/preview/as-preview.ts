// How an invoice that does not exist yet is shown.

import { balanceAfter } from "../../balance/customer-balance.ts";
import type { Draft } from "../../core/draft.ts";
import type { Invoice } from "../../core/objects.ts";
import { withTotals } from "../total-invoice.ts";

/** A draft with ids of its own kind, as if made at `at`; the amounts are those of the invoice. */
export function asPreview(draft: Draft, invoice: Invoice, at: number): Invoice {
	const id = draft.newId("upcoming_in");
	const balance =
		invoice.ending_balance === null
			? (draft.get("customer", invoice.customer ?? "")?.balance ?? 0)
			: invoice.starting_balance;
	const summed = withTotals(invoice, balance);
	const data = invoice.lines.data.map((line) => ({
		...line,
		id: draft.newId("il_tmp"),
		invoice: id,
	}));
	const charged = invoice.collection_method === "charge_automatically";
	return {
		...summed,
		id,
		amount_paid: 0,
		attempt_count: 0,
		attempted: false,
		auto_advance: false,
		automatically_finalizes_at: null,
		billing_reason: "upcoming",
		created: at,
		effective_at: null,
		ending_balance: balanceAfter(summed),
		hosted_invoice_url: null,
		invoice_pdf: null,
		lines: { ...invoice.lines, data, url: `/v1/invoices/${id}/lines` },
		next_payment_attempt: charged ? at + draft.settings.draftSeconds : null,
		number: null,
		rendering: null,
		status: "draft",
		status_transitions: {
			finalized_at: null,
			marked_uncollectible_at: null,
			paid_at: null,
			voided_at: null,
		},
		webhooks_delivered_at: null,
	};
}

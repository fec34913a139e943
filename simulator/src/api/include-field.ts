// Fields that appear in an answer only when somebody asks for them.
import { cashOf, showCash } from "../billing/cash-balance/ledger.ts";
import type { Draft } from "../billing/core/draft.ts";
import { findInvoicePayment } from "../billing/invoices/finalize-invoice.ts";
import { upfrontItems } from "../billing/quotes/price-quote.ts";
import { cardSource, cardSourcesOf } from "../billing/sources/card-source.ts";
import { terminalStatuses } from "../billing/subscriptions/status.ts";

type Include = (draft: Draft, id: string) => unknown;

const includes: ReadonlyMap<string, Include> = new Map<string, Include>([
	[
		"customer.subscriptions",
		(draft, id) => {
			const all = [...draft.list("subscription", { group: `customer:${id}` })];
			const live = all.filter((one) => !terminalStatuses.has(one.status));
			return listOf(live, `/v1/customers/${id}/subscriptions`);
		},
	],
	[
		"customer.sources",
		(draft, id) => listOf(cardSourcesOf(draft, id), `/v1/customers/${id}/sources`),
	],
	["customer.default_source", defaultSource],
	["customer.cash_balance", (draft, id) => showCash(cashOf(draft, id))],
	[
		"customer.tax_ids",
		(draft, id) =>
			listOf([...draft.list("tax_id", { group: `customer:${id}` })], `/v1/customers/${id}/tax_ids`),
	],
	["customer.invoice_credit_balance", () => ({})],
	["customer.tax", () => unknownLocation],
	["coupon.applies_to", (draft, id) => draft.get("couponDetails", id)?.appliesTo ?? undefined],
	["coupon.currency_options", (draft, id) => draft.get("couponDetails", id)?.currencyOptions],
	["price.tiers", (draft, id) => draft.get("priceDetails", id)?.tiers ?? undefined],
	["price.currency_options", (draft, id) => draft.get("priceDetails", id)?.currencyOptions],
	["plan.tiers", (draft, id) => draft.get("priceDetails", id)?.tiers ?? undefined],
	["invoice.payments", (draft, id) => payments(draft, id)],
	[
		"charge.refunds",
		(draft, id) =>
			listOf([...draft.list("refund", { group: `charge:${id}` })], `/v1/charges/${id}/refunds`),
	],
	["invoice.confirmation_secret", confirmationSecret],
	[
		"checkout.session.line_items",
		(draft, id) =>
			listOf(draft.get("checkout", id)?.lines ?? [], `/v1/checkout/sessions/${id}/line_items`),
	],
	[
		"quote.line_items",
		(draft, id) => {
			const lines = draft.get("quoteLines", id)?.lines ?? [];
			return listOf(
				lines.map(({ item }) => item),
				`/v1/quotes/${id}/line_items`,
			);
		},
	],
	["quote.computed", computedWithLines],
	[
		"payment_link.line_items",
		(draft, id) =>
			listOf(draft.get("linkTerms", id)?.lines ?? [], `/v1/payment_links/${id}/line_items`),
	],
]);

function defaultSource(draft: Draft, id: string): unknown {
	const method = draft.get("payment_method", draft.get("customer", id)?.default_source ?? "");
	return method === undefined ? null : cardSource(method);
}

/** What Stripe answers for a customer whose place it could not tell. Recorded. */
const unknownLocation = {
	automatic_tax: "unrecognized_location",
	ip_address: null,
	location: null,
	provider: "stripe",
};

/** The value of an includable field of the object; undefined when it is none. */
export function includeField(draft: Draft, owner: Record<string, unknown>, field: string): unknown {
	const include = includes.get(`${String(owner.object)}.${field}`);
	return include === undefined ? undefined : include(draft, String(owner.id));
}

/** The way to the lines due first leads through an object without an id of its own. */
function computedWithLines(draft: Draft, id: string): unknown {
	const quote = draft.get("quote", id);
	if (quote === undefined) return undefined;
	const items = upfrontItems(draft, quote, draft.get("quoteLines", id)?.lines ?? []);
	const line_items = listOf(items, `/v1/quotes/${id}/computed_upfront_line_items`);
	return { ...quote.computed, upfront: { ...quote.computed.upfront, line_items } };
}

function confirmationSecret(draft: Draft, id: string): unknown {
	const payment = findInvoicePayment(draft, id);
	const intent = draft.get("payment_intent", payment?.payment.payment_intent ?? "");
	if (intent === undefined) return null;
	return { client_secret: intent.client_secret, type: "payment_intent" };
}

function payments(draft: Draft, id: string) {
	return listOf(
		[...draft.list("invoice_payment", { group: `invoice:${id}` })],
		"/v1/invoices/payments",
	);
}

function listOf(data: readonly object[], url: string) {
	return { object: "list", data, has_more: false, url };
}

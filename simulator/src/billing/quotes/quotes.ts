// Quotes while they are drafts: made, copied, changed.
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Quote } from "../core/objects.ts";
import { mergeMetadata } from "../core/params/metadata.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { schedule } from "../core/time/schedule-timer.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { newDiscount } from "../discounts/redeem.ts";
import { type DiscountGiven, setDiscounts } from "../discounts/set-discounts.ts";
import { refuseStatus } from "./close-quote.ts";
import { saveQuote } from "./price-quote.ts";
import { blankQuote, editedQuote, futureExpiry, nothingOffered } from "./quote-fields.ts";
import type { QuoteLine } from "./quote-line.ts";
import { placeOf, setLines } from "./quote-lines.ts";
import type { QuoteCreate, QuoteUpdate } from "./quote-params.ts";

/** A draft, new or copied from another quote. Emits quote.created. */
export function createQuote(draft: Draft, params: QuoteCreate): Quote {
	if (params.from_quote !== undefined) return copyQuote(draft, params, params.from_quote);
	if (params.test_clock !== undefined) {
		getRecord(draft, "test_helpers.test_clock", { id: params.test_clock, param: "test_clock" });
	}
	// Who it is for decides on whose clock it lives.
	if (params.customer !== undefined) getCustomer(draft, params.customer, "customer");
	const blank = blankQuote(draft, params.subscription_data?.billing_mode?.type ?? "flexible");
	const quote = editedQuote(draft, blank, params);
	const lines = setLines(draft, quote, { before: [], sent: params.line_items ?? [] });
	return announce(draft, withDiscounts(draft, quote, { lines, given: params.discounts }), lines);
}

/** Changes what was sent, while it is a draft; its metadata as long as it is open. Emits nothing. */
export function updateQuote(draft: Draft, id: string, params: QuoteUpdate): Quote {
	const before = getRecord(draft, "quote", { id });
	const { metadata, ...rest } = params;
	if (Object.values(rest).every((value) => value === undefined)) {
		return draft.put("quote", {
			...before,
			metadata: mergeMetadata(before.metadata, metadata),
		});
	}
	refuseStatus(before, ["draft"], "updated");
	const known = getRecord(draft, "quoteLines", { id }).lines;
	const edited = editedQuote(draft, before, params);
	const lines =
		params.line_items === undefined
			? known
			: setLines(draft, edited, { before: known, sent: params.line_items });
	const quote = withDiscounts(draft, edited, { lines, given: params.discounts });
	schedule(draft, "expire_quote", id, quote.expires_at);
	return saveQuote(draft, quote, lines);
}

function withDiscounts(
	draft: Draft,
	quote: Quote,
	{ lines, given }: { lines: readonly QuoteLine[]; given: readonly DiscountGiven[] | undefined },
): Quote {
	const items = lines.map(({ item }) => item);
	const place = { ...placeOf(quote, items), before: quote.discounts, param: "discounts" };
	return { ...quote, discounts: setDiscounts(draft, given, place) };
}

function announce(draft: Draft, quote: Quote, lines: readonly QuoteLine[]): Quote {
	const saved = saveQuote(draft, quote, lines);
	schedule(draft, "expire_quote", saved.id, saved.expires_at);
	draft.emit("quote.created", saved);
	return saved;
}

/** The same offer as a new draft. A revision is of an open quote, which it is to replace. */
function copyQuote(
	draft: Draft,
	params: QuoteCreate,
	{ quote: id, is_revision = false }: { quote: string; is_revision?: boolean | undefined },
): Quote {
	const { from_quote: _from, expires_at, ...rest } = params;
	if (Object.values(rest).some((value) => value !== undefined)) {
		throw invalidRequest("You cannot set other parameters than expires_at with `from_quote`.", {
			code: "parameters_exclusive",
			param: "from_quote",
		});
	}
	const original = getRecord(draft, "quote", { id, param: "from_quote[quote]" });
	if (is_revision) refuseStatus(original, ["open"], "revised");
	const known = getRecord(draft, "quoteLines", { id }).lines;
	const copied = (discounts: readonly string[]) =>
		discounts.map((discount) => sameDiscount(draft, original, discount));
	const copy: Quote = {
		...original,
		...nothingOffered,
		id: draft.newId("qt"),
		created: draft.now,
		discounts: copied(original.discounts),
		expires_at: futureExpiry(draft, expires_at) ?? draft.now + draft.settings.quoteSeconds,
		from_quote: { is_revision, quote: id },
		status: "draft",
	};
	const lines = known.map((line) => ({
		...line,
		item: { ...line.item, id: draft.newId("li", 24) },
		discounts: copied(line.discounts),
	}));
	return announce(draft, copy, lines);
}

function sameDiscount(draft: Draft, quote: Quote, id: string): string {
	const discount = getRecord(draft, "discount", { id });
	const coupon = getRecord(draft, "coupon", {
		id: discount.source.coupon ?? "",
		param: "from_quote[quote]",
	});
	const promotionCode = draft.get("promotion_code", discount.promotion_code ?? "") ?? null;
	return newDiscount(draft, { coupon, promotionCode }, placeOf(quote, []).owner).id;
}

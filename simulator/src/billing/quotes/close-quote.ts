// A quote that is issued, and one that ends without being accepted.
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Quote } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { schedule, unschedule } from "../core/time/schedule-timer.ts";
import { futureExpiry } from "./quote-fields.ts";
import type { QuoteFinalize } from "./quote-params.ts";

/**
 * Open, with its number, until it is accepted, canceled or expires. A revision takes the place of the quote
 * it revises, if the settings have it so. Emits quote.finalized. Errors: not a draft, nobody or nothing.
 */
export function finalizeQuote(draft: Draft, id: string, params: QuoteFinalize): Quote {
	const before = getRecord(draft, "quote", { id });
	refuseStatus(before, ["draft"], "finalized");
	if (before.customer === null) throw missing("customer");
	if (getRecord(draft, "quoteLines", { id }).lines.length === 0) throw missing("line_items");
	const revised = before.from_quote?.is_revision
		? draft.get("quote", before.from_quote.quote)
		: undefined;
	const open = draft.put("quote", {
		...before,
		expires_at: futureExpiry(draft, params.expires_at) ?? before.expires_at,
		number: numberFor(draft, before.customer, revised),
		status: "open",
		status_transitions: { ...before.status_transitions, finalized_at: draft.now },
	});
	schedule(draft, "expire_quote", id, open.expires_at);
	draft.emit("quote.finalized", open);
	if (revised?.status === "open" && draft.settings.quoteRevisionCancels) close(draft, revised);
	return open;
}

/** Canceled for good. Emits quote.canceled. Error: neither a draft nor open. */
export function cancelQuote(draft: Draft, id: string): Quote {
	const quote = getRecord(draft, "quote", { id });
	refuseStatus(quote, ["draft", "open"], "canceled");
	return close(draft, quote);
}

/** Its time is over. One that was accepted meanwhile is left alone. */
export function expireQuote(draft: Draft, id: string): void {
	const quote = draft.get("quote", id);
	if (quote?.status === "draft" || quote?.status === "open") close(draft, quote);
}

function close(draft: Draft, quote: Quote): Quote {
	unschedule(draft, "expire_quote", quote.id);
	const canceled = draft.put("quote", {
		...quote,
		status: "canceled",
		status_transitions: { ...quote.status_transitions, canceled_at: draft.now },
	});
	draft.emit("quote.canceled", canceled);
	return canceled;
}

/** Error: the quote is in none of these states. */
export function refuseStatus(
	{ status }: Quote,
	allowed: readonly string[],
	participle: string,
): void {
	if (allowed.includes(status)) return;
	throw invalidRequest(
		`Only a quote with a status in ${JSON.stringify(allowed)} can be ${participle}. This quote has a status of ${status}.`,
	);
}

function missing(param: string) {
	return invalidRequest(`A quote needs \`${param}\` before it can be finalized.`, {
		code: "parameter_missing",
		param,
	});
}

/** Recorded: the customer's prefix, his quotes counted, and the revision of this one. */
function numberFor(draft: Draft, customer: string, revised: Quote | undefined): string {
	const former = /^(.*)-(\d+)$/.exec(revised?.number ?? "");
	if (former !== null) return `${former[1]}-${Number(former[2]) + 1}`;
	const prefix = draft.get("customer", customer)?.invoice_prefix ?? "SIM";
	const issued = [...draft.list("quote", { group: `customer:${customer}` })].filter(
		({ number }) => number?.endsWith("-1") ?? false,
	);
	return `QT-${prefix}-${String(issued.length + 1).padStart(4, "0")}-1`;
}

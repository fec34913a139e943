// Payment links: made, and changed as long as they are shared.
import { promisedPrice } from "../catalog/given-price.ts";
import { refuseOddUrl } from "../checkout/refuse-session.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { LineItem, PaymentLink } from "../core/objects.ts";
import { missingResource } from "../core/stripe-error.ts";
import { blankLink, editedLink } from "./link-fields.ts";
import type { LinkCreate, LinkEdit, LinkUpdate } from "./link-params.ts";
import { type LinkLine, modeOf, rehearse, soldBy } from "./link-session.ts";

/** An active link and its page. Emits payment_link.created. Errors: those of a session it would open. */
export function createPaymentLink(draft: Draft, params: LinkCreate): PaymentLink {
	refuseUrl(params);
	const wanted = params.line_items.map((line, index) => toLine(draft, line, index));
	const mode = modeOf(
		draft,
		wanted.map(({ price }) => price),
	);
	const blank = blankLink(draft, { currency: params.currency?.toLowerCase() ?? "", mode });
	const edited = editedLink(blank, params);
	const { lines, currency } = rehearse(draft, edited, wanted);
	const link = draft.put("payment_link", { ...edited, currency });
	draft.put("linkLines", { id: link.id, lines });
	draft.emit("payment_link.created", link);
	return link;
}

/** Changes what was sent; sessions that are open already stay as they are. Emits payment_link.updated. */
export function updatePaymentLink(draft: Draft, id: string, params: LinkUpdate): PaymentLink {
	refuseUrl(params);
	const before = getRecord(draft, "payment_link", { id });
	const { lines: known } = getRecord(draft, "linkLines", { id });
	const wanted = changedLines(known, params.line_items);
	const edited = editedLink(before, params);
	// A link may always be closed, also when one of its prices is not sold any more.
	const closing = Object.entries(params).every(
		([name, value]) => value === undefined || name === "active" || name === "inactive_message",
	);
	if (!closing || edited.active) {
		const { lines } = rehearse(draft, edited, wanted);
		const named = lines.map((line, index) => ({ ...line, id: known[index]?.id ?? line.id }));
		draft.put("linkLines", { id, lines: named });
	}
	const after = draft.put("payment_link", edited);
	if (JSON.stringify(after) !== JSON.stringify(before) || params.line_items !== undefined) {
		draft.emit("payment_link.updated", after, before);
	}
	return after;
}

function refuseUrl({ after_completion }: LinkEdit): void {
	const url = after_completion?.redirect?.url;
	if (url !== undefined) refuseOddUrl(url, "after_completion[redirect][url]");
}

/** Stripe wants a quantity for every line; for a metered price it says nothing. */
function toLine(draft: Draft, line: LinkCreate["line_items"][number], index: number): LinkLine {
	const price = promisedPrice(draft, line, `line_items[${index}]`);
	const metered = price.recurring?.usage_type === "metered";
	return {
		price: price.id,
		quantity: metered ? undefined : line.quantity,
		adjustable: limitsOf(line.adjustable_quantity),
	};
}

function limitsOf(
	given: LinkCreate["line_items"][number]["adjustable_quantity"],
): LineItem["adjustable_quantity"] {
	if (given === undefined) return null;
	const { enabled, maximum = null, minimum = null } = given;
	return { enabled, maximum, minimum };
}

function changedLines(known: readonly LineItem[], sent: LinkUpdate["line_items"] = []): LinkLine[] {
	sent.forEach(({ id }, index) => {
		if (known.some((line) => line.id === id)) return;
		throw missingResource("line item", id, `line_items[${index}][id]`);
	});
	return soldBy(known).map((line, index) => {
		const change = sent.find(({ id }) => id === known[index]?.id);
		return {
			...line,
			quantity: change?.quantity ?? line.quantity,
			adjustable: limitsOf(change?.adjustable_quantity) ?? line.adjustable,
		};
	});
}

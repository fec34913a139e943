// Payment links: made, and changed as long as they are shared.
import { promisedPrice } from "../catalog/given-price.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { LineItem, PaymentLink } from "../core/objects.ts";
import { missingResource } from "../core/stripe-error.ts";
import { askedAfter } from "./asked.ts";
import { askingFields, blankLink, editedLink } from "./link-fields.ts";
import type { LinkCreate, LinkUpdate } from "./link-params.ts";
import { type LinkLine, modeOf, rehearse, soldBy } from "./link-session.ts";

/** An active link and its page. Emits payment_link.created. Errors: those of a session it would open. */
export function createPaymentLink(draft: Draft, params: LinkCreate): PaymentLink {
	const wanted = params.line_items.map((line, index) => toLine(draft, line, index));
	const mode = modeOf(
		draft,
		wanted.map(({ price }) => price),
	);
	const blank = blankLink(draft, { currency: params.currency?.toLowerCase() ?? "", mode });
	const edited = editedLink(blank, params);
	const asked = askedAfter({}, params);
	const { lines, session } = rehearse(draft, edited, { lines: wanted, asked });
	const shown = askingFields(edited, session);
	const link = draft.put("payment_link", { ...shown, currency: lines[0]?.currency ?? "usd" });
	draft.put("linkTerms", { id: link.id, lines, asked });
	draft.emit("payment_link.created", link);
	return link;
}

/** Changes what was sent; sessions that are open already stay as they are. Emits payment_link.updated. */
export function updatePaymentLink(draft: Draft, id: string, params: LinkUpdate): PaymentLink {
	const before = getRecord(draft, "payment_link", { id });
	const edited = editedLink(before, params);
	const after = draft.put(
		"payment_link",
		onlyCloses(params) ? edited : retold(draft, edited, params),
	);
	if (JSON.stringify(after) !== JSON.stringify(before) || params.line_items !== undefined) {
		draft.emit("payment_link.updated", after, before);
	}
	return after;
}

/** A link may always be closed, also when one of its prices is not sold any more. */
function onlyCloses(params: LinkUpdate): boolean {
	const sent = Object.entries(params).filter(([, value]) => value !== undefined);
	return (
		params.active === false &&
		sent.every(([name]) => name === "active" || name === "inactive_message")
	);
}

/** The link whose sessions sell and ask what was sent. */
function retold(draft: Draft, link: PaymentLink, params: LinkUpdate): PaymentLink {
	const { id } = link;
	const terms = getRecord(draft, "linkTerms", { id });
	const asked = askedAfter(terms.asked, params);
	const wanted = { lines: changedLines(terms.lines, params.line_items), asked };
	const { lines, session } = rehearse(draft, link, wanted);
	const named = lines.map((line, index) => ({ ...line, id: terms.lines[index]?.id ?? line.id }));
	draft.put("linkTerms", { id, lines: named, asked });
	return askingFields(link, session);
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

// What the hosted invoice page may ask of the pretend Stripe. Minor units and unix seconds.
import type { CardDeclined, CardEntry, SavedCard, Unavailable } from "../card/card-entry.ts";

export interface InvoiceLineView {
	words: string;
	period: { start: number; end: number };
	quantity: number | null;
	/** Each, or null where the line is not a number of equal things. */
	unitAmount: number | null;
	amount: number;
}

export interface InvoiceView {
	id: string;
	number: string | null;
	status: "draft" | "open" | "paid" | "uncollectible" | "void";
	businessName: string;
	description: string | null;
	footer: string | null;
	billedTo: { name: string | null; email: string | null; address: string[] };
	issuedAt: number;
	dueAt: number | null;
	paidAt: number | null;
	currency: string;
	lines: InvoiceLineView[];
	/** Between the lines and the total: subtotal, discounts, taxes, what the balance took or added. */
	sums: { words: string; amount: number }[];
	/** Tax ids of the customer as they were when it was finalized. */
	taxIds: { type: string; value: string }[];
	/** What was taken back since: before it was paid from what is due, afterwards from what was paid. */
	creditNotes: { number: string; amount: number; afterPayment: boolean }[];
	total: number;
	/** What is or was to be paid, after the customer's balance. */
	amountDue: number;
	amountPaid: number;
	amountRemaining: number;
	/** Cards of the customer, for paying an open invoice. */
	cards: SavedCard[];
	/** How the last attempt failed, while nothing has been paid since. */
	lastProblem: string | null;
	/** The path of the bank's question, while one is open. */
	authenticationPath: string | null;
}

export type InvoicePayment =
	| { kind: "paid" }
	| CardDeclined
	| { kind: "requires_action"; path: string }
	| Unavailable;

export interface InvoiceBilling {
	/** Undefined for drafts too: they have no page yet. */
	findInvoice(id: string): InvoiceView | undefined;
	/** Pays with a card that was typed, or with one of the customer's own by its id. */
	payInvoice(id: string, card: CardEntry | { saved: string }): InvoicePayment;
}

// What an event tells about an invoice: somebody is to hear of it, and no state follows from it.

/** Amounts are in minor units of `currency`. `url` is Stripe's own page of the invoice. */
export interface InvoiceNotice {
	what: "paid" | "payment_failed" | "action_required";
	/** When it happened, by Stripe's clock. */
	at: Date;
	invoiceId: string;
	number: string | null;
	/** Paid, or else still owed. */
	amount: number;
	currency: string;
	url: string | null;
	/** 1 for the first try to collect it. */
	attempt: number;
	nextAttemptAt: Date | null;
	/** The first invoice of a subscription: the buyer sits before the page that says it all. */
	isFirst: boolean;
}

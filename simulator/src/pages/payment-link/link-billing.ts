// What the payment link pages may ask of the pretend Stripe.

/** What the address of a visit may carry besides the link, as Stripe names it. */
export interface LinkVisitor {
	email?: string | undefined;
	reference?: string | undefined;
	promotionCode?: string | undefined;
}

/** What a visit leads to: a session of its own, or why there is none. */
export type LinkVisit =
	| { kind: "session"; id: string }
	| { kind: "inactive"; businessName: string; message: string | null }
	| { kind: "unavailable"; businessName: string; message: string };

/** What the link says to somebody who has paid. */
export interface LinkThanks {
	businessName: string;
	message: string | null;
}

export interface LinkBilling {
	/** Undefined when there is no such link. Each call opens another session. */
	visitLink(id: string, visitor: LinkVisitor): LinkVisit | undefined;
	/** Undefined when there is no such link, or when it leads elsewhere afterwards. */
	findThanks(id: string): LinkThanks | undefined;
}

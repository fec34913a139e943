// A card on its way from a form to billing, and how billing answers.

/** What a person typed into a card form; digits only in `number`, months 1-12, four-digit years. */
export interface CardEntry {
	number: string;
	exp_month: number;
	exp_year: number;
	cvc: string;
	name: string;
	email?: string;
}

/** The bank said no. `message` is Stripe's own user-safe sentence; `param` the field it is about. */
export interface CardDeclined {
	kind: "declined";
	code: string;
	declineCode: string | null;
	message: string;
	param: "number" | "exp" | "cvc" | null;
}

/** What was asked for cannot be done now, as opposed to a card that does not work. */
export interface Unavailable {
	kind: "unavailable";
	message: string;
}

/** A card kept for a customer. */
export interface SavedCard {
	id: string;
	brand: string;
	last4: string;
	expMonth: number;
	expYear: number;
	isDefault: boolean;
}

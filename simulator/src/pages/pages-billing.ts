// What the hosted pages may ask of the pretend Stripe: the one seam between HTML and billing.
import type { CardDeclined, CardEntry, SavedCard, Unavailable } from "./card/card-entry.ts";
import type { AskedField } from "./checkout/asked-fields.ts";
import type { ConsoleBilling } from "./console/console-billing.ts";
import type { InvoiceBilling } from "./invoice/invoice-billing.ts";
import type { LinkBilling } from "./payment-link/link-billing.ts";
import type { PortalBilling } from "./portal/portal-billing.ts";

/** How an attempt to pay ended. */
export type ConfirmOutcome =
	| { kind: "complete"; redirectTo: string }
	| CardDeclined
	| { kind: "requires_action" }
	/** Something else that was asked is missing or wrong: a sentence for each field. */
	| { kind: "incomplete"; problems: Record<string, string> }
	| Unavailable;

/** A priced line as Checkout shows it. Amounts in minor units of `currency`. */
export interface CheckoutLine {
	/** Line id, to change its quantity. */
	id: string;
	productName: string;
	description: string | null;
	unitAmount: number;
	/** All of it each time it is paid; differs from quantity times amount where prices have tiers. */
	amount: number;
	currency: string;
	quantity: number;
	/** Present where the customer may choose the quantity. */
	adjustable: { minimum: number; maximum: number } | null;
	/** Null for what is paid once. */
	interval: "day" | "week" | "month" | "year" | null;
	intervalCount: number;
	/** Charged afterwards for what was used, so nothing of it is due today. */
	metered: boolean;
}

export interface CheckoutView {
	session: {
		id: string;
		status: "open" | "complete" | "expired";
		cancelUrl: string | null;
		successUrl: string | null;
		livemode: false;
	};
	mode: "subscription" | "payment" | "setup";
	lines: CheckoutLine[];
	/** Days of trial before the first charge; 0 for none. `trialEndsAt` in unix seconds on the simulated clock. */
	trialDays: number;
	trialEndsAt: number | null;
	customerEmail: string | null;
	businessName: string;
	amountDueToday: number;
	currency: string;
	/** Due today before discounts and taxes, and what these come to. */
	subtotal: number;
	discounts: { words: string; amount: number }[];
	taxes: { words: string; amount: number }[];
	/** Whether the customer may type a promotion code, and the one that applies. */
	promotion: { allowed: boolean; code: string | null };
	/** What all recurring lines come to each time once discounts apply; null when it is not one figure. */
	recurringAmount: number | null;
	/** False when nothing is due and the session wants a card only to pay. */
	needsCard: boolean;
	cards: SavedCard[];
	/** What is asked besides the payment. */
	asked: AskedField[];
	/** The shop's own words, at their places. */
	texts: Record<"afterSubmit" | "shipping" | "submit" | "terms", string | null>;
	/** Stripe's word for what the button says; null for the usual. */
	submitType: string | null;
	/** What becomes of a trial that ends without a card. */
	withoutCard: "cancel" | "create_invoice" | "pause";
	locale: string | null;
	/** Where an expired session is opened again; null when it cannot be. */
	recoveryPath: string | null;
	/** True while a 3-D Secure challenge of this session waits for its answer. */
	authenticationPending: boolean;
}

/** With what a session is paid: a card that was typed, one on file, or none where none is needed. */
export type CheckoutPayment =
	| CardEntry
	| { saved: string; email?: string }
	| { nothing: true; email?: string };

export interface CheckoutBilling {
	findCheckout(sessionId: string): CheckoutView | undefined;
	/** `answers` are to what is asked besides the payment, by the fields' names. */
	confirmCheckout(
		sessionId: string,
		payment: CheckoutPayment,
		answers: Readonly<Record<string, string>>,
	): ConfirmOutcome;
	/** The fields whose answers cannot stay as they are, each with a sentence. */
	checkAnswers(
		sessionId: string,
		answers: Readonly<Record<string, string>>,
	): Record<string, string>;
	/** The path of a new copy of an expired session, or why there is none. */
	recoverCheckout(sessionId: string): { path: string } | Unavailable;
	/** Answers the pending 3-D Secure challenge: `true` completes it, `false` fails it. */
	answerAuthentication(sessionId: string, succeeds: boolean): ConfirmOutcome;
	/** Null when the code applies now; otherwise why it does not. An empty code takes it off. */
	applyPromotion(sessionId: string, code: string): string | null;
	/** Null when the line has this quantity now; otherwise why not. */
	changeQuantity(sessionId: string, line: string, quantity: number): string | null;
}

/** The bank's question about a payment or a card, wherever it came from. */
export interface Challenge {
	businessName: string;
	/** Null when a card is only being saved. */
	amount: number | null;
	currency: string;
	/** Where the person goes afterwards. */
	returnUrl: string | null;
}

export interface ChallengeBilling {
	/** Undefined when nothing waits. */
	findChallenge(intent: string): Challenge | undefined;
	answerChallenge(intent: string, succeeds: boolean): { failed: string | null };
}

/** Every function answers from the state as it is now; a page holds nothing of its own. */
export interface PagesBilling
	extends CheckoutBilling,
		ChallengeBilling,
		LinkBilling,
		PortalBilling,
		InvoiceBilling,
		ConsoleBilling {
	/** The simulated now, unix seconds. */
	now(): number;
}

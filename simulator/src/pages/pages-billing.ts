// What the hosted pages may ask of the pretend Stripe: the one seam between HTML and billing.
import type Stripe from "stripe";

/** What a person typed into the Checkout form; digits only in `number`, months 1-12, four-digit years. */
export interface CardEntry {
	number: string;
	exp_month: number;
	exp_year: number;
	cvc: string;
	name: string;
	email?: string;
}

/** How an attempt to pay ended. `message` is Stripe's own user-safe sentence. */
export type ConfirmOutcome =
	| { kind: "complete"; redirectTo: string }
	| {
			kind: "declined";
			code: string;
			declineCode: string | null;
			message: string;
			param: "number" | "exp" | "cvc" | null;
	  }
	| { kind: "requires_action" }
	| { kind: "unavailable"; message: string };

/** A priced line as Checkout shows it. Amounts in minor units of `currency`. */
export interface CheckoutLine {
	productName: string;
	description: string | null;
	unitAmount: number;
	currency: string;
	quantity: number;
	interval: "day" | "week" | "month" | "year";
	intervalCount: number;
}

export interface CheckoutView {
	session: {
		id: string;
		status: "open" | "complete" | "expired";
		cancelUrl: string | null;
		successUrl: string | null;
		livemode: false;
	};
	lines: CheckoutLine[];
	/** Days of trial before the first charge; 0 for none. `trialEndsAt` in unix seconds on the simulated clock. */
	trialDays: number;
	trialEndsAt: number | null;
	customerEmail: string | null;
	businessName: string;
	amountDueToday: number;
	currency: string;
	/** True while a 3-D Secure challenge of this session waits for its answer. */
	authenticationPending: boolean;
}

export interface PortalSubscription {
	id: string;
	status: string;
	productName: string;
	unitAmount: number;
	currency: string;
	interval: string;
	quantity: number;
	trialEndsAt: number | null;
	currentPeriodEndsAt: number;
	cancelsAt: number | null;
	paymentMethod: { brand: string; last4: string; expMonth: number; expYear: number } | null;
}

export interface PortalView {
	id: string;
	returnUrl: string | null;
	customerEmail: string | null;
	businessName: string;
	subscriptions: PortalSubscription[];
	invoices: {
		id: string;
		number: string | null;
		createdAt: number;
		total: number;
		currency: string;
		status: string | null;
	}[];
}

/** Every function answers from the state as it is now; a page holds nothing of its own. */
export interface PagesBilling {
	findCheckout(sessionId: string): CheckoutView | undefined;
	confirmCheckout(sessionId: string, card: CardEntry): ConfirmOutcome;
	/** Answers the pending 3-D Secure challenge: `true` completes it, `false` fails it. */
	answerAuthentication(sessionId: string, succeeds: boolean): ConfirmOutcome;
	findPortal(portalSessionId: string): PortalView | undefined;
	cancelSubscription(portalSessionId: string, subscriptionId: Stripe.Subscription["id"]): void;
	resumeSubscription(portalSessionId: string, subscriptionId: Stripe.Subscription["id"]): void;
	/** The simulated now, unix seconds. */
	now(): number;
}

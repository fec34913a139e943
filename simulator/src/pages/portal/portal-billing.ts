// What the customer portal may ask of the pretend Stripe. Amounts in minor units, instants in unix seconds.
import type { CardDeclined, CardEntry, SavedCard, Unavailable } from "../card/card-entry.ts";

/** A price somebody has or may switch to. */
export interface PortalPrice {
	id: string;
	productName: string;
	description: string | null;
	features: string[];
	unitAmount: number;
	currency: string;
	interval: string;
	intervalCount: number;
}

export interface PortalSubscription {
	id: string;
	status: string;
	productName: string;
	unitAmount: number;
	currency: string;
	interval: string;
	intervalCount: number;
	quantity: number;
	/** Products beyond the first, when several are billed together. */
	otherProducts: number;
	trialEndsAt: number | null;
	currentPeriodEndsAt: number;
	cancelsAt: number | null;
	/** A change that waits for its day, in words: "Freelancer, $29.00 per month". */
	scheduledChange: { words: string; at: number } | null;
	/** Whether there is another price or quantity to choose. */
	canUpdate: boolean;
	/** "20% off", while a discount runs. */
	discounts: string[];
	paymentMethod: Omit<SavedCard, "id" | "isDefault"> | null;
}

export interface PortalInvoice {
	id: string;
	number: string | null;
	createdAt: number;
	total: number;
	amountDue: number;
	currency: string;
	status: string | null;
}

/** Name and address as a form shows them: absent parts are empty text. */
export interface BillingDetails {
	name: string;
	email: string;
	phone: string;
	line1: string;
	line2: string;
	city: string;
	state: string;
	postal_code: string;
	/** Two capital letters. */
	country: string;
}

/** What the portal's configuration offers. */
export interface Allowances {
	invoices: boolean;
	cards: boolean;
	/** Null when nobody may cancel here; `reasons` is empty when none is asked for. */
	cancel: { mode: "at_period_end" | "immediately"; reasons: string[] } | null;
	/** Groups of details that may be changed: "name", "email", "phone", "address". */
	details: string[];
}

export type PortalTask =
	| { kind: "details" }
	| { kind: "card" }
	| { kind: "cancel"; subscription: string }
	| { kind: "update"; subscription: string }
	| { kind: "confirm"; subscription: string; wanted: WantedPrice };

/** A session that leads to one task, and what follows when it is done. */
export interface PortalFlow {
	task: PortalTask;
	after:
		| { kind: "home" }
		| { kind: "redirect"; url: string }
		| { kind: "message"; words: string | null };
}

export interface PortalView {
	id: string;
	returnUrl: string | null;
	customerEmail: string | null;
	businessName: string;
	headline: string | null;
	termsUrl: string | null;
	privacyUrl: string | null;
	may: Allowances;
	flow: PortalFlow | null;
	subscriptions: PortalSubscription[];
	cards: SavedCard[];
	details: BillingDetails;
	invoices: PortalInvoice[];
}

export interface WantedPrice {
	price: string;
	quantity: number;
	/** When its cost was worked out, so that exactly this is charged; null for now. */
	asOf: number | null;
}

/** What somebody can choose for one subscription. */
export interface UpdateChoices {
	subscription: PortalSubscription;
	currentPrice: string;
	/** The present price among them; it alone when only the quantity can change. */
	prices: PortalPrice[];
	/** Limits of the quantity by price id; absent where it cannot be changed. */
	quantities: Record<string, { minimum: number; maximum: number | null }>;
}

/** What a change would do, worked out by billing itself. */
export interface UpdatePreview {
	to: PortalPrice;
	quantity: number;
	timing: "now" | "period_end" | "unchanged";
	/** When these figures were worked out. */
	asOf: number;
	/** When it takes effect. */
	at: number;
	/** Whether a running trial ends by it. */
	endsTrial: boolean;
	/** What is invoiced at once, line by line, discounts and taxes as lines of their own. */
	lines: { words: string; amount: number }[];
	/** What the card is charged at once. */
	dueNow: number;
	/** What is left to the customer for later invoices. */
	credit: number;
	/** The next invoice after the change, or null when none is known. */
	next: { amount: number; at: number } | null;
}

export type UpdateOutcome =
	| { kind: "done"; timing: UpdatePreview["timing"] }
	| CardDeclined
	/** The bank has a question first; its page is at this path. */
	| { kind: "requires_action"; path: string }
	| Unavailable;

export type AddCardOutcome =
	| { kind: "done" }
	| CardDeclined
	| { kind: "requires_action"; intent: string }
	| Unavailable;

interface Cancellation {
	subscription: string;
	/** Stripe's word for the reason, and the person's own words. */
	feedback: string | null;
	comment: string | null;
}

/** Changes answer null when they are done, or a sentence on why not. */
export interface PortalBilling {
	findPortal(session: string): PortalView | undefined;
	cancelSubscription(session: string, cancellation: Cancellation): string | null;
	resumeSubscription(session: string, subscription: string): string | null;
	/** Keeps the price that was to change on its day. */
	dropScheduledChange(session: string, subscription: string): string | null;
	findChoices(session: string, subscription: string): UpdateChoices | undefined;
	previewUpdate(
		session: string,
		subscription: string,
		wanted: WantedPrice,
	): UpdatePreview | Unavailable;
	updateSubscription(session: string, subscription: string, wanted: WantedPrice): UpdateOutcome;
	addCard(session: string, card: CardEntry): AddCardOutcome;
	/** Whether this setup of a card waits for the bank's answer. */
	isCardPending(session: string, intent: string): boolean;
	answerCard(session: string, intent: string, succeeds: boolean): AddCardOutcome;
	useCard(session: string, card: string): string | null;
	removeCard(session: string, card: string): string | null;
	saveDetails(session: string, details: BillingDetails): string | null;
}

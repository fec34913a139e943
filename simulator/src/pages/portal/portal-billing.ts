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

/** One of several things that a subscription bills. */
export interface PortalItem {
	productName: string;
	unitAmount: number;
	quantity: number;
	interval: string;
	intervalCount: number;
	/** Charged afterwards for what was used; `unitAmount` is for one unit of it. */
	metered: boolean;
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
	/** What is billed together, when it is more than one thing; else empty. */
	items: PortalItem[];
	trialEndsAt: number | null;
	currentPeriodEndsAt: number;
	cancelsAt: number | null;
	/** A change that waits for its day, in words: "Freelancer, $29.00 per month". */
	scheduledChange: { words: string; at: number } | null;
	/** Whether there is another price or quantity to choose. */
	canUpdate: boolean;
	canPause: boolean;
	/** When a pause ends by itself; null when nothing is paused or the pause has no end. */
	resumesAt: number | null;
	/** Whether it was paused on request, so that its owner may go on. */
	canGoOn: boolean;
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
	/** Whether a payment of it was tried, so that being open means it failed. */
	tried: boolean;
}

const addressParts = ["line1", "line2", "postal_code", "city", "state", "country"] as const;

/** Every detail a form may ask for; `shipping_` goes before the name and address goods are sent to. */
export const detailNames = [
	"name",
	"email",
	"phone",
	...addressParts,
	"shipping_name",
	...addressParts.map((part) => `shipping_${part}` as const),
] as const;

/** Name and addresses as a form shows them: absent parts are empty text, countries two capital letters. */
export type BillingDetails = Record<(typeof detailNames)[number], string>;

export interface PortalTaxId {
	id: string;
	/** Stripe's word, such as `eu_vat`. */
	type: string;
	value: string;
	/** Stripe's word for how far an authority has confirmed it. */
	verification: string;
}

/** What the portal's configuration offers. */
export interface Allowances {
	invoices: boolean;
	cards: boolean;
	/** Null when nobody may cancel here; `reasons` is empty when none is asked for. */
	cancel: { mode: "at_period_end" | "immediately"; reasons: string[] } | null;
	/** Null when nobody may pause here; empty when a pause has no end of its own. */
	pause: { interval: string; count: number }[] | null;
	/** Groups of details that may be changed: "name", "email", "phone", "address", "shipping". */
	details: string[];
	taxIds: boolean;
	/** Whether promotion codes are taken with an update. */
	codes: boolean;
}

export type PortalTask =
	| { kind: "details" }
	| { kind: "card" }
	/** `offer` is what is given for staying, in words. */
	| { kind: "cancel"; subscription: string; offer: string | null }
	| { kind: "pause"; subscription: string }
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
	taxIds: PortalTaxId[];
	/** One page of them, newest first; `olderInvoices` asks for the next. */
	invoices: PortalInvoice[];
	olderInvoices: string | null;
	/** All that can be paid now. */
	openInvoices: PortalInvoice[];
	locale: string | null;
}

export interface WantedPrice {
	price: string;
	quantity: number;
	/** When its cost was worked out, so that exactly this is charged; null for now. */
	asOf: number | null;
	/** A promotion code as it was typed. */
	code?: string | null;
	/** Whether the discount of the session's own flow goes with it. */
	inFlow?: boolean;
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
	/** The discount that comes with the change, in words. */
	discount: string | null;
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
	/** `before` is the invoice whose elders are wanted; null for the newest. */
	findPortal(session: string, before: string | null): PortalView | undefined;
	cancelSubscription(session: string, cancellation: Cancellation): string | null;
	resumeSubscription(session: string, subscription: string): string | null;
	/** He stays for the discount that the session offers. */
	acceptOffer(session: string, subscription: string): string | null;
	/** `option` is the place of the chosen length among those offered. */
	pauseSubscription(session: string, subscription: string, option: number): string | null;
	goOn(session: string, subscription: string): string | null;
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
	/** Stripe's words for kinds of tax ids. */
	taxIdKinds(): readonly string[];
	addTaxId(session: string, typed: { type: string; value: string }): string | null;
	removeTaxId(session: string, id: string): string | null;
	saveDetails(session: string, details: BillingDetails): string | null;
}

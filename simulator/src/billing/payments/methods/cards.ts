// Stripe's test cards: which number does what.
import type { DeclineReason } from "../declines.ts";

export interface CardBehaviour {
	brand: "visa" | "mastercard" | "amex" | "discover" | "diners" | "jcb" | "unionpay";
	number: string;
	funding?: "debit" | "prepaid";
	/** Why it is refused, and from which step on. */
	refusal: { reason: DeclineReason; from: "attach" | "charge" } | null;
	/** When the bank asks the person: never, at every charge, or until the card was set up once. */
	authentication: "never" | "always" | "unless_set_up";
	/** The complaint its holder makes once a charge succeeded. */
	dispute?: { reason: string; inquiry: boolean };
	/** What becomes of a refund to it, when it does not simply succeed. */
	refund?: "fails" | "pends";
}

/** What is remembered of the card behind a payment method; `id` is the payment method's. */
export interface CardRecord {
	id: string;
	number: string;
	/** True once a person has authenticated it for later use. */
	setUp: boolean;
	/** Set when it was let go by a customer: Stripe takes it for nothing any more. */
	spent?: true;
	/** The intent whose challenge a person has passed, while a server is still to confirm it. */
	authenticatedFor?: string;
}

const plain = { refusal: null, authentication: "never" } as const;
const refused = (reason: DeclineReason) =>
	({ brand: "visa", refusal: { reason, from: "attach" }, authentication: "never" }) as const;
const disputed = (reason: string, inquiry = false) =>
	({ brand: "visa", ...plain, dispute: { reason, inquiry } }) as const;
const authenticated = (authentication: CardBehaviour["authentication"]) =>
	({ brand: "visa", refusal: null, authentication }) as const;
const failsAtCharge = (reason: DeclineReason) =>
	({ brand: "visa", refusal: { reason, from: "charge" }, authentication: "never" }) as const;

/** Names are those of Stripe's magic ids: `pm_card_<name>` and `tok_<name>`. Source: docs, Testing. */
const namedCards = {
	visa: { brand: "visa", number: "4242424242424242", ...plain },
	visa_debit: { brand: "visa", number: "4000056655665556", funding: "debit", ...plain },
	mastercard: { brand: "mastercard", number: "5555555555554444", ...plain },
	mastercard_debit: {
		brand: "mastercard",
		number: "5200828282828210",
		funding: "debit",
		...plain,
	},
	mastercard_prepaid: {
		brand: "mastercard",
		number: "5105105105105100",
		funding: "prepaid",
		...plain,
	},
	amex: { brand: "amex", number: "371449635398431", ...plain },
	discover: { brand: "discover", number: "6011000990139424", ...plain },
	diners: { brand: "diners", number: "3056930009020004", ...plain },
	jcb: { brand: "jcb", number: "3566002020360505", ...plain },
	unionpay: { brand: "unionpay", number: "6200000000000005", ...plain },
	chargeDeclined: { number: "4000000000000002", ...refused("generic_decline") },
	chargeDeclinedInsufficientFunds: {
		number: "4000000000009995",
		...refused("insufficient_funds"),
	},
	chargeDeclinedLostCard: { number: "4000000000009987", ...refused("lost_card") },
	chargeDeclinedStolenCard: { number: "4000000000009979", ...refused("stolen_card") },
	chargeDeclinedExpiredCard: { number: "4000000000000069", ...refused("expired_card") },
	chargeDeclinedIncorrectCvc: { number: "4000000000000127", ...refused("incorrect_cvc") },
	chargeDeclinedProcessingError: { number: "4000000000000119", ...refused("processing_error") },
	chargeDeclinedVelocityLimitExceeded: {
		number: "4000000000006975",
		...refused("card_velocity_exceeded"),
	},
	chargeDeclinedFraudulent: { number: "4100000000000019", ...failsAtCharge("fraudulent") },
	chargeCustomerFail: { number: "4000000000000341", ...failsAtCharge("generic_decline") },
	authenticationRequired: { number: "4000002760003184", ...authenticated("always") },
	authenticationRequiredOnSetup: {
		number: "4000002500003155",
		...authenticated("unless_set_up"),
	},
	threeDSecure2Required: { number: "4000000000003220", ...authenticated("unless_set_up") },
	authenticationRequiredChargeDeclinedInsufficientFunds: {
		number: "4000008260003178",
		...failsAtCharge("insufficient_funds"),
		authentication: "unless_set_up",
	},
	createDispute: { number: "4000000000000259", ...disputed("fraudulent") },
	createDisputeProductNotReceived: {
		number: "4000000000002685",
		...disputed("product_not_received"),
	},
	createDisputeInquiry: { number: "4000000000001976", ...disputed("fraudulent", true) },
	refundFail: { brand: "visa", number: "4000000000005126", ...plain, refund: "fails" },
	pendingRefund: { brand: "visa", number: "4000000000007726", ...plain, refund: "pends" },
} as const satisfies Record<string, CardBehaviour>;

const testCards: ReadonlyMap<string, CardBehaviour> = new Map(Object.entries(namedCards));

/** Numbers to type that no magic id stands for. */
const typedCards: readonly CardBehaviour[] = [
	{ brand: "amex", number: "378282246310005", ...plain },
	{ brand: "discover", number: "6011111111111117", ...plain },
];

const byNumber = new Map([...testCards.values(), ...typedCards].map((card) => [card.number, card]));

/** The test card of this number, digits only. */
export function findCard(number: string): CardBehaviour | undefined {
	return byNumber.get(number);
}

/** The card behind `pm_card_visa`, `pm_card_visa_chargeDeclined`, `tok_visa` and their like. */
export function findMagicCard(id: string): CardBehaviour | undefined {
	const name = /^(?:pm_card|tok)_(?:visa_(?=[a-z]+[A-Z]))?(\w+)$/.exec(id)?.[1];
	return name === undefined ? undefined : testCards.get(name);
}

/** Whether the number's check digit is right, as a card form would test before sending. */
export function hasCheckDigit(number: string): boolean {
	if (!/^\d{12,19}$/.test(number)) return false;
	const digits = [...number].reverse().map(Number);
	const sum = digits.reduce((total, digit, place) => {
		if (place % 2 === 0) return total + digit;
		return total + (digit > 4 ? digit * 2 - 9 : digit * 2);
	}, 0);
	return sum % 10 === 0;
}

// Stripe's test cards: which number does what.
import type { DeclineReason } from "./declines.ts";

export interface CardBehaviour {
	brand: "visa" | "mastercard" | "amex" | "discover";
	number: string;
	/** Why it is refused, and from which step on. */
	refusal: { reason: DeclineReason; from: "attach" | "charge" } | null;
	/** When the bank asks the person: never, at every charge, or until the card was set up once. */
	authentication: "never" | "always" | "unless_set_up";
}

/** What is remembered of the card behind a payment method; `id` is the payment method's. */
export interface CardRecord {
	id: string;
	number: string;
	/** True once a person has authenticated it for later use. */
	setUp: boolean;
}

const plain = { refusal: null, authentication: "never" } as const;
const refused = (reason: DeclineReason) =>
	({ refusal: { reason, from: "attach" }, authentication: "never" }) as const;

/** Names are those of Stripe's magic ids: `pm_card_<name>` and `tok_<name>`. Source: docs, Testing. */
const testCards: ReadonlyMap<string, CardBehaviour> = new Map([
	["visa", { brand: "visa", number: "4242424242424242", ...plain }],
	["visa_debit", { brand: "visa", number: "4000056655665556", ...plain }],
	["mastercard", { brand: "mastercard", number: "5555555555554444", ...plain }],
	["amex", { brand: "amex", number: "378282246310005", ...plain }],
	["discover", { brand: "discover", number: "6011111111111117", ...plain }],
	["chargeDeclined", { brand: "visa", number: "4000000000000002", ...refused("generic_decline") }],
	[
		"chargeDeclinedInsufficientFunds",
		{ brand: "visa", number: "4000000000009995", ...refused("insufficient_funds") },
	],
	[
		"chargeDeclinedLostCard",
		{ brand: "visa", number: "4000000000009987", ...refused("lost_card") },
	],
	[
		"chargeDeclinedStolenCard",
		{ brand: "visa", number: "4000000000009979", ...refused("stolen_card") },
	],
	[
		"chargeDeclinedExpiredCard",
		{ brand: "visa", number: "4000000000000069", ...refused("expired_card") },
	],
	[
		"chargeDeclinedIncorrectCvc",
		{ brand: "visa", number: "4000000000000127", ...refused("incorrect_cvc") },
	],
	[
		"chargeDeclinedProcessingError",
		{ brand: "visa", number: "4000000000000119", ...refused("processing_error") },
	],
	[
		"chargeCustomerFail",
		{
			brand: "visa",
			number: "4000000000000341",
			refusal: { reason: "generic_decline", from: "charge" },
			authentication: "never",
		},
	],
	[
		"authenticationRequired",
		{ brand: "visa", number: "4000002760003184", refusal: null, authentication: "always" },
	],
	[
		"authenticationRequiredOnSetup",
		{ brand: "visa", number: "4000002500003155", refusal: null, authentication: "unless_set_up" },
	],
	[
		"threeDSecure2Required",
		{ brand: "visa", number: "4000000000003220", refusal: null, authentication: "unless_set_up" },
	],
	[
		"authenticationRequiredChargeDeclinedInsufficientFunds",
		{
			brand: "visa",
			number: "4000008260003178",
			refusal: { reason: "insufficient_funds", from: "charge" },
			authentication: "unless_set_up",
		},
	],
] as const);

const byNumber = new Map([...testCards.values()].map((card) => [card.number, card]));

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

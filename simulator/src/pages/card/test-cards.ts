// The cards a person can try, and what each of them does. Source: https://docs.stripe.com/testing

export interface TestCard {
	/** What happens, as the picker's button says it. */
	does: string;
	number: string;
	/** The few digits by which people who test know the card. */
	hint: string;
}

export const testCards: readonly TestCard[] = [
	{ does: "Pays", number: "4242424242424242", hint: "4242…" },
	{ does: "Declined", number: "4000000000000002", hint: "…0002" },
	{ does: "Insufficient funds", number: "4000000000009995", hint: "…9995" },
	{ does: "Asks for 3-D Secure", number: "4000002760003184", hint: "…3184" },
	{ does: "Expired", number: "4000000000000069", hint: "…0069" },
	{ does: "Wrong CVC", number: "4000000000000127", hint: "…0127" },
	{ does: "Fails later", number: "4000000000000341", hint: "…0341" },
];

/** "4242 4242 4242 4242": groups of four, as the card shows them. */
export function groupDigits(number: string): string {
	return number.replace(/(\d{4})(?=\d)/g, "$1 ");
}

// The rules a card must obey before anybody tries to charge it, with Stripe's sentences.

export interface Expiry {
	/** 1-12. */
	month: number;
	/** Four digits. */
	year: number;
}

export type Checked<Value> = { value: Value } | { error: string };

/** Stripe takes no card that claims to live longer than this. */
const longestLifeYears = 50;

/** Digits only, 12 to 19 of them, with a right Luhn check digit. */
export function checkCardNumber(typed: string): Checked<string> {
	const digits = typed.replace(/[\s-]/g, "");
	if (/[^0-9]/.test(digits)) return { error: "Your card number is invalid." };
	if (digits.length < 12) return { error: "Your card number is incomplete." };
	if (digits.length > 19 || !passesLuhn(digits)) return { error: "Your card number is invalid." };
	return { value: digits };
}

/** Whether the last digit is the check digit of the others. Source: ISO/IEC 7812-1, annex B. */
export function passesLuhn(digits: string): boolean {
	const sum = [...digits].reverse().reduce((total, character, index) => {
		const digit = Number(character);
		const weighted = index % 2 === 0 ? digit : digit * 2;
		return total + (weighted > 9 ? weighted - 9 : weighted);
	}, 0);
	return sum % 10 === 0;
}

/** Reads "12/34", "12 / 2034" or "1234"; `now` in unix seconds. A card works until its month ends. */
export function checkExpiry(typed: string, now: number): Checked<Expiry> {
	const expiry = readExpiry(typed);
	if (expiry === null) return { error: "Your card's expiration date is incomplete." };
	const today = new Date(now * 1000);
	const year = today.getUTCFullYear();
	if (expiry.month < 1 || expiry.month > 12)
		return { error: "Your card's expiration date is invalid." };
	if (expiry.year < year) return { error: "Your card's expiration year is in the past." };
	if (expiry.year === year && expiry.month < today.getUTCMonth() + 1)
		return { error: "Your card's expiration date is in the past." };
	if (expiry.year > year + longestLifeYears)
		return { error: "Your card's expiration year is invalid." };
	return { value: expiry };
}

/** Three digits, or the four that American Express prints. */
export function checkSecurityCode(typed: string): Checked<string> {
	if (/[^0-9]/.test(typed)) return { error: "Your card's security code is invalid." };
	if (typed.length < 3) return { error: "Your card's security code is incomplete." };
	if (typed.length > 4) return { error: "Your card's security code is invalid." };
	return { value: typed };
}

function readExpiry(typed: string): Expiry | null {
	const match = /^(\d{1,2})\s*[/-]\s*(\d{4}|\d{2})$|^(\d{2})\s*(\d{4}|\d{2})$/.exec(typed);
	if (match === null) return null;
	const month = Number(match[1] ?? match[3]);
	const year = Number(match[2] ?? match[4]);
	return { month, year: year < 100 ? 2000 + year : year };
}

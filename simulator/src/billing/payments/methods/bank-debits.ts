// SEPA debits: test accounts, and what the bank answers in its own time.
import type { PaymentMethod } from "../../core/objects.ts";

export interface DebitDecision {
	succeeds: boolean;
	/** Whether the bank takes its minutes, as Stripe's test accounts of this ending do. */
	slow: boolean;
}

const decisions: ReadonlyMap<string, DebitDecision> = new Map([
	["AT321904300235473204", { succeeds: true, slow: true }],
	["AT861904300235473202", { succeeds: false, slow: false }],
	["AT051904300235473205", { succeeds: false, slow: true }],
	["IT60X0542811101000000123456", { succeeds: false, slow: false }],
	["DE08370400440532013003", { succeeds: true, slow: true }],
	["DE62370400440532013001", { succeeds: false, slow: false }],
	["DE78370400440532013004", { succeeds: false, slow: true }],
]);

/** What becomes of a debit of this account. One that is not listed pays. Source: docs, SEPA testing. */
export function decideDebit(iban: string): DebitDecision {
	return decisions.get(iban) ?? { succeeds: true, slow: false };
}

/** Whether the account number can be one: two letters, two check digits that prove it, the rest. */
export function isIban(iban: string): boolean {
	if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
	const turned = `${iban.slice(4)}${iban.slice(0, 4)}`;
	const digits = [...turned].map((letter) => Number.parseInt(letter, 36)).join("");
	return BigInt(digits) % 97n === 1n;
}

/** Where the bank's code has another length than five. Source: the IBAN registry. */
const bankCodeLengths: Readonly<Record<string, number>> = {
	BE: 3,
	DE: 8,
	DK: 4,
	ES: 4,
	FI: 3,
	NL: 4,
	PT: 4,
};

/** The account as Stripe shows it; nothing that would let anybody debit it. */
export function debitFace(iban: string): PaymentMethod["sepa_debit"] & {} {
	const country = iban.slice(0, 2);
	return {
		bank_code: iban.slice(4, 4 + (bankCodeLengths[country] ?? 5)),
		branch_code: "",
		country,
		fingerprint: `sim${iban.slice(-13)}`,
		generated_from: { charge: null, setup_attempt: null },
		last4: iban.slice(-4),
	};
}

// Where a customer is told to send his money: made-up accounts, one kind for each kind of transfer.

import type { FinancialAddress, PaymentIntent } from "../core/objects.ts";
import { hash, list, oneOf, type Values } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";

const transferTypes = [
	"eu_bank_transfer",
	"gb_bank_transfer",
	"jp_bank_transfer",
	"mx_bank_transfer",
	"us_bank_transfer",
] as const;
export type TransferType = (typeof transferTypes)[number];

const networks = ["aba", "iban", "sepa", "sort_code", "spei", "swift", "zengin"] as const;

/** How a bank transfer is asked for, the same in an intent's options and for instructions alone. */
export const bankTransfer = () =>
	hash({
		eu_bank_transfer: hash({ country: oneOf("BE", "DE", "ES", "FR", "IE", "NL") }),
		requested_address_types: list(oneOf(...networks)),
		type: oneOf(...transferTypes),
	});
export type BankTransfer = NonNullable<Values<{ one: ReturnType<typeof bankTransfer> }>["one"]>;

export const balanceOptions = () =>
	hash({
		bank_transfer: bankTransfer(),
		funding_type: oneOf("bank_transfer"),
		setup_future_usage: oneOf("none"),
	});

const currencies: Readonly<Record<TransferType, string>> = {
	eu_bank_transfer: "eur",
	gb_bank_transfer: "gbp",
	jp_bank_transfer: "jpy",
	mx_bank_transfer: "mxn",
	us_bank_transfer: "usd",
};

/** The kind of transfer asked for. Errors: none given, the wrong currency, a European one without its country. */
export function transferTypeOf(
	given: BankTransfer | undefined,
	{ currency, param }: { currency: string; param: string },
): TransferType {
	const type = given?.type;
	if (type === undefined) throw missing(`${param}[type]`);
	if (currencies[type] !== currency) {
		throw invalidRequest(
			`The bank transfer type ${type} takes ${currencies[type]}, not ${currency}.`,
			{ param: `${param}[type]` },
		);
	}
	if (type !== "eu_bank_transfer" || given?.eu_bank_transfer?.country) return type;
	throw missing(`${param}[eu_bank_transfer][country]`);
}

function missing(param: string) {
	return invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
}

/** The kind of transfer that brings this currency; undefined when none does. */
export function transferTypeFor(currency: string): TransferType | undefined {
	return transferTypes.find((type) => currencies[type] === currency);
}

/** What the customer writes on the transfer; the same for all his transfers. */
export function referenceOf(customer: string): string {
	return customer.slice(-12).toUpperCase();
}

/** The step that is left to the customer: to send what is still missing. */
export function transferAction(
	intent: PaymentIntent,
	{ remaining, type }: { remaining: number; type: TransferType },
): NonNullable<PaymentIntent["next_action"]> {
	return {
		type: "display_bank_transfer_instructions",
		display_bank_transfer_instructions: {
			amount_remaining: remaining,
			currency: intent.currency,
			financial_addresses: addressesOf(type, intent.customer ?? ""),
			hosted_instructions_url: null,
			reference: referenceOf(intent.customer ?? ""),
			type,
		},
	};
}

const nowhere = {
	city: null,
	country: null,
	line1: null,
	line2: null,
	postal_code: null,
	state: null,
};

/** The accounts; their numbers follow from the customer, so that his stay the same. */
export function addressesOf(type: TransferType, customer: string): FinancialAddress[] {
	const number = digitsOf(customer, 11);
	const holder = {
		account_holder_address: nowhere,
		account_holder_name: "Simulated Merchant",
		bank_address: nowhere,
	};
	const bank = { ...holder, account_number: number, bank_name: "SIMULATED TEST BANK" };
	switch (type) {
		case "eu_bank_transfer":
			return [
				{
					type: "iban",
					supported_networks: ["sepa"],
					iban: { ...holder, bic: "SIMUDEFF", country: "DE", iban: `DE00${number}0000000` },
				},
			];
		case "gb_bank_transfer":
			return [
				{
					type: "sort_code",
					supported_networks: ["bacs", "fps"],
					sort_code: { ...holder, account_number: number.slice(-8), sort_code: "000000" },
				},
			];
		case "jp_bank_transfer": {
			const branch = { bank_code: "0000", branch_code: "000", branch_name: "シミュレータ" };
			const zengin = {
				...bank,
				...branch,
				account_number: number.slice(-7),
				account_type: "futsu",
			};
			return [{ type: "zengin", supported_networks: ["zengin"], zengin }];
		}
		case "mx_bank_transfer": {
			const spei = {
				...holder,
				bank_code: "000",
				bank_name: bank.bank_name,
				clabe: `0000000${number}`,
			};
			return [{ type: "spei", supported_networks: ["spei"], spei }];
		}
		case "us_bank_transfer": {
			const account = { ...bank, account_type: "checking" };
			return [
				{
					type: "aba",
					supported_networks: ["ach", "domestic_wire_us"],
					aba: { ...account, routing_number: "000000000" },
				},
				{
					type: "swift",
					supported_networks: ["swift"],
					swift: { ...account, swift_code: "SIMUUS33" },
				},
			];
		}
	}
}

function digitsOf(word: string, length: number): string {
	const codes = [...word].map((letter) => letter.charCodeAt(0) % 10).join("");
	return codes.padStart(length, "0").slice(-length);
}

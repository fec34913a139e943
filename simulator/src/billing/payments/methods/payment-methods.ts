// Payment methods: the cards and accounts people pay with.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { PaymentMethod } from "../../core/objects.ts";
import { address, toAddress } from "../../core/params/address.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import {
	clearable,
	hash,
	integer,
	oneOf,
	required,
	text,
	type Values,
} from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { cardError, type Decline, declines } from "../declines.ts";
import { debitFace, isIban } from "./bank-debits.ts";
import { type CardBehaviour, findCard, findMagicCard, hasCheckDigit } from "./cards.ts";
import { otherFace, otherMethodParams, otherMethodTypes } from "./other-methods.ts";

export const billingDetails = hash({
	address: clearable(address()),
	email: clearable(text(512)),
	name: clearable(text()),
	phone: clearable(text()),
	tax_id: text(),
});
export const paymentMethodCreateParams = {
	...otherMethodParams,
	type: required(oneOf("card", "sepa_debit", ...otherMethodTypes)),
	allow_redisplay: oneOf("always", "limited", "unspecified"),
	billing_details: billingDetails,
	card: hash({
		number: text(19),
		exp_month: integer(1),
		exp_year: integer(1),
		cvc: text(4),
		token: text(),
	}),
	metadata: metadata(),
	sepa_debit: hash({ iban: required(text(40)) }),
};

/** A card as somebody entered it; digits only, four-digit year. */
export interface CardDetails {
	number: string;
	exp_month: number;
	exp_year: number;
	cvc?: string | undefined;
}
type Given = Values<typeof paymentMethodCreateParams>;
type Billing = Given["billing_details"];

/** A new payment method from a card's details or a test token. Emits nothing, as with Stripe. */
export function createPaymentMethod(
	draft: Draft,
	params: Partial<Given> & Pick<Given, "type">,
): PaymentMethod {
	return draft.put("payment_method", {
		...methodOf(draft, params),
		allow_redisplay: params.allow_redisplay ?? "unspecified",
		metadata: mergeMetadata({}, params.metadata),
	});
}

function methodOf(draft: Draft, params: Partial<Given> & Pick<Given, "type">): PaymentMethod {
	const { billing_details: billing, type } = params;
	if (type === "card") return rememberCard(draft, cardOf(draft, params.card), { billing });
	if (type === "sepa_debit") return rememberAccount(draft, params.sepa_debit?.iban, billing);
	return { ...blankMethod(draft, billing), ...otherFace(type, params), type };
}

function cardOf(draft: Draft, card: Given["card"]): CardOnFile {
	if (card?.token !== undefined) {
		const behaviour = findMagicCard(card.token);
		if (behaviour !== undefined) return { behaviour, ...nextExpiry(draft) };
		throw invalidRequest(`No such token: '${card.token}'`, {
			code: "resource_missing",
			param: "card[token]",
		});
	}
	const { number, exp_month, exp_year } = card ?? {};
	for (const [name, value] of Object.entries({ number, exp_month, exp_year })) {
		if (value !== undefined) continue;
		throw invalidRequest(`Missing required param: card[${name}].`, {
			code: "parameter_missing",
			param: `card[${name}]`,
		});
	}
	const entered = {
		number: number ?? "",
		exp_month: exp_month ?? 0,
		exp_year: exp_year ?? 0,
		cvc: card?.cvc,
	};
	const read = readCard(draft, entered);
	if ("message" in read) throw cardError(read);
	return read;
}

export interface CardOnFile {
	behaviour: CardBehaviour;
	exp_month: number;
	exp_year: number;
}

/** What the entered card is, or why a form would refuse it before any bank is asked. */
export function readCard(draft: Draft, entered: CardDetails): CardOnFile | Decline {
	if (!hasCheckDigit(entered.number)) return declines.incorrect_number;
	const behaviour = findCard(entered.number);
	if (behaviour === undefined) return declines.test_mode_live_card;
	const validUntil = Date.UTC(entered.exp_year, entered.exp_month, 1) / 1000;
	if (entered.exp_month > 12 || validUntil <= draft.now) return declines.invalid_expiry;
	if (entered.cvc !== undefined && !/^\d{3,4}$/.test(entered.cvc)) return declines.invalid_cvc;
	return { behaviour, exp_month: entered.exp_month, exp_year: entered.exp_year };
}

/** The payment method of this id; a magic id (`pm_card_visa`) makes a new one each time. */
export function resolvePaymentMethod(draft: Draft, id: string, param: string): PaymentMethod {
	const magic = findMagicCard(id);
	if (magic !== undefined) return rememberCard(draft, { behaviour: magic, ...nextExpiry(draft) });
	return getRecord(draft, "payment_method", { id, param });
}

/** A magic card expires in the same month of the next year. Recorded. */
export function nextExpiry(draft: Draft) {
	const today = new Date(draft.now * 1000);
	return { exp_month: today.getUTCMonth() + 1, exp_year: today.getUTCFullYear() + 1 };
}

/** Stores a payment method for the card, attached to nobody yet. */
export function rememberCard(
	draft: Draft,
	card: CardOnFile,
	{ billing, prefix = "pm" }: { billing?: Billing; prefix?: "card" | "pm" } = {},
): PaymentMethod {
	const blank = blankMethod(draft, billing, prefix);
	draft.put("card", { id: blank.id, number: card.behaviour.number, setUp: false });
	return draft.put("payment_method", { ...blank, card: cardFace(card), type: "card" });
}

/** The same for a bank account. Errors: no account number, or one that cannot be. */
function rememberAccount(draft: Draft, given: string | undefined, billing: Billing): PaymentMethod {
	const iban = given?.replaceAll(" ", "").toUpperCase();
	const param = "sepa_debit[iban]";
	if (iban === undefined) {
		throw invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
	}
	if (!isIban(iban)) {
		throw invalidRequest("The IBAN you provided is invalid.", {
			code: "invalid_bank_account_iban",
			param,
		});
	}
	const blank = blankMethod(draft, billing);
	draft.put("card", { id: blank.id, number: iban, setUp: false });
	return draft.put("payment_method", { ...blank, sepa_debit: debitFace(iban), type: "sepa_debit" });
}

function blankMethod(draft: Draft, billing: Billing, prefix = "pm"): Omit<PaymentMethod, "type"> {
	return {
		id: draft.newId(prefix),
		object: "payment_method",
		allow_redisplay: "unspecified",
		billing_details: {
			address: toAddress(billing?.address ?? emptyAddress),
			email: billing?.email ?? null,
			name: billing?.name ?? null,
			phone: billing?.phone ?? null,
			tax_id: billing?.tax_id ?? null,
		},
		created: draft.now,
		customer: null,
		customer_account: null,
		livemode: false,
		metadata: {},
	};
}

const emptyAddress = {
	city: undefined,
	country: undefined,
	line1: undefined,
	line2: undefined,
	postal_code: undefined,
	state: undefined,
};

function cardFace({ behaviour, exp_month, exp_year }: CardOnFile): PaymentMethod["card"] & {} {
	return {
		brand: behaviour.brand,
		checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
		country: "US",
		display_brand: behaviour.brand === "amex" ? "american_express" : behaviour.brand,
		exp_month,
		exp_year,
		fingerprint: `sim${behaviour.number.slice(-13)}`,
		funding: behaviour.funding ?? "credit",
		generated_from: null,
		last4: behaviour.number.slice(-4),
		networks: { available: [behaviour.brand], preferred: null },
		regulated_status: "unregulated",
		three_d_secure_usage: { supported: true },
		wallet: null,
	};
}

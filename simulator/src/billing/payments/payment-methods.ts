// Payment methods: the cards people pay with.
import { address, toAddress } from "../core/address.ts";
import type { PaymentMethod } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { mergeMetadata, metadata } from "../core/metadata.ts";
import { clearable, hash, integer, oneOf, required, text, type Values } from "../core/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { type CardBehaviour, findCard, findMagicCard, hasCheckDigit } from "./cards.ts";
import { cardError, type Decline, declines } from "./declines.ts";

const billingDetails = hash({
	address: clearable(address()),
	email: clearable(text(512)),
	name: clearable(text()),
	phone: clearable(text()),
	tax_id: text(),
});
export const paymentMethodCreateParams = {
	type: required(oneOf("card")),
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
};
export const paymentMethodUpdateParams = {
	billing_details: billingDetails,
	metadata: metadata(),
	allow_redisplay: oneOf("always", "limited", "unspecified"),
	card: hash({ exp_month: integer(1), exp_year: integer(1) }),
};

/** A card as somebody entered it; digits only, four-digit year. */
export interface CardDetails {
	number: string;
	exp_month: number;
	exp_year: number;
	cvc?: string | undefined;
}
type Billing = Values<typeof paymentMethodCreateParams>["billing_details"];

/** A new payment method from a card's details or a test token. Emits nothing, as with Stripe. */
export function createPaymentMethod(
	draft: Draft,
	params: Values<typeof paymentMethodCreateParams>,
): PaymentMethod {
	const method = rememberCard(draft, cardOf(draft, params.card), {
		billing: params.billing_details,
	});
	return draft.put("payment_method", {
		...method,
		allow_redisplay: params.allow_redisplay ?? "unspecified",
		metadata: mergeMetadata({}, params.metadata),
	});
}

function cardOf(draft: Draft, card: Values<typeof paymentMethodCreateParams>["card"]): CardOnFile {
	if (card?.token !== undefined) {
		const behaviour = findMagicCard(card.token);
		if (behaviour !== undefined) return { behaviour, ...farExpiry(draft) };
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
	if (magic !== undefined) return rememberCard(draft, { behaviour: magic, ...farExpiry(draft) });
	return getRecord(draft, "payment_method", { id, param });
}

function farExpiry(draft: Draft) {
	const year = new Date(draft.now * 1000).getUTCFullYear() + 5;
	return { exp_month: 12, exp_year: year };
}

/** Stores a payment method for the card, attached to nobody yet. */
export function rememberCard(
	draft: Draft,
	card: CardOnFile,
	{ billing }: { billing?: Billing } = {},
): PaymentMethod {
	const id = draft.newId("pm");
	draft.put("card", { id, number: card.behaviour.number, setUp: false });
	return draft.put("payment_method", {
		id,
		object: "payment_method",
		allow_redisplay: "unspecified",
		billing_details: {
			address: toAddress(billing?.address ?? emptyAddress),
			email: billing?.email ?? null,
			name: billing?.name ?? null,
			phone: billing?.phone ?? null,
			tax_id: billing?.tax_id ?? null,
		},
		card: cardFace(card),
		created: draft.now,
		customer: null,
		customer_account: null,
		livemode: false,
		metadata: {},
		type: "card",
	});
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
		display_brand: behaviour.brand,
		exp_month,
		exp_year,
		fingerprint: `sim${behaviour.number.slice(-13)}`,
		funding: "credit",
		generated_from: null,
		last4: behaviour.number.slice(-4),
		networks: { available: [behaviour.brand], preferred: null },
		regulated_status: "unregulated",
		three_d_secure_usage: { supported: true },
		wallet: null,
	};
}

/** Changes the billing details, the expiry or the metadata. Emits payment_method.updated. */
export function updatePaymentMethod(
	draft: Draft,
	id: string,
	params: Values<typeof paymentMethodUpdateParams>,
): PaymentMethod {
	const before = getRecord(draft, "payment_method", { id });
	const billing = params.billing_details;
	const old = before.billing_details;
	const after = draft.put("payment_method", {
		...before,
		allow_redisplay: params.allow_redisplay ?? before.allow_redisplay ?? "unspecified",
		billing_details: {
			address: billing?.address ? toAddress(billing.address) : old.address,
			email: billing?.email === undefined ? old.email : billing.email,
			name: billing?.name === undefined ? old.name : billing.name,
			phone: billing?.phone === undefined ? old.phone : billing.phone,
			tax_id: billing?.tax_id ?? old.tax_id,
		},
		...(before.card === undefined
			? {}
			: {
					card: {
						...before.card,
						exp_month: params.card?.exp_month ?? before.card.exp_month,
						exp_year: params.card?.exp_year ?? before.card.exp_year,
					},
				}),
		metadata: mergeMetadata(before.metadata, params.metadata),
	});
	if (before.customer !== null) draft.emit("payment_method.updated", after, before);
	return after;
}

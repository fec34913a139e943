// Kinds of payment that can be described here, though not charged: their fields, in and out.
import type { PaymentMethod } from "../../core/objects.ts";
import { hash, required, text, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";

const nothing = () => hash({});
const bank = () => hash({ bank: text(50) });

export const otherMethodParams = {
	acss_debit: hash({
		account_number: required(text(20)),
		institution_number: required(text(3)),
		transit_number: required(text(5)),
	}),
	afterpay_clearpay: nothing(),
	alipay: nothing(),
	bancontact: nothing(),
	customer_balance: nothing(),
	boleto: hash({ tax_id: required(text(20)) }),
	eps: bank(),
	fpx: hash({ bank: required(text(50)) }),
	giropay: nothing(),
	grabpay: nothing(),
	ideal: bank(),
	oxxo: nothing(),
	p24: bank(),
	sofort: hash({ country: required(text(2)) }),
	wechat_pay: nothing(),
};

export const otherMethodTypes = [
	"acss_debit",
	"afterpay_clearpay",
	"alipay",
	"bancontact",
	"boleto",
	"customer_balance",
	"eps",
	"fpx",
	"giropay",
	"grabpay",
	"ideal",
	"oxxo",
	"p24",
	"sofort",
	"wechat_pay",
] as const satisfies readonly (keyof typeof otherMethodParams)[];
export type OtherType = (typeof otherMethodTypes)[number];

type Given = Partial<Values<typeof otherMethodParams>>;

/** The part of the payment method that says what it is, as recorded. Errors: a missing parameter. */
export function otherFace(type: OtherType, given: Given): Partial<PaymentMethod> {
	switch (type) {
		case "acss_debit": {
			const { account_number, institution_number, transit_number } = needed(type, given[type]);
			return {
				acss_debit: {
					bank_name: "STRIPE TEST BANK",
					fingerprint: `sim${account_number.slice(-9)}`,
					institution_number,
					last4: account_number.slice(-4),
					transit_number,
				},
			};
		}
		case "boleto":
			return { boleto: { tax_id: needed(type, given[type]).tax_id } };
		case "eps":
			return { eps: { bank: given.eps?.bank ?? null } };
		case "fpx":
			return { fpx: { account_holder_type: "individual", bank: needed(type, given[type]).bank } };
		case "ideal":
			return { ideal: { bank: given.ideal?.bank ?? null, bic: bicOf(given.ideal?.bank) } };
		case "p24":
			return { p24: { bank: given.p24?.bank ?? null } };
		case "sofort":
			return { sofort: { country: needed(type, given[type]).country } };
		default:
			return { [type]: {} };
	}
}

const bics = { abn_amro: "ABNANL2A", ing: "INGBNL2A", rabobank: "RABONL2U" } as const;

/** The bank's own code, of the largest three. */
function bicOf(bank: string | undefined): (typeof bics)[keyof typeof bics] | null {
	if (bank !== "abn_amro" && bank !== "ing" && bank !== "rabobank") return null;
	return bics[bank];
}

function needed<T>(type: OtherType, given: T | undefined): T {
	if (given !== undefined) return given;
	throw invalidRequest(`Missing required param: ${type}.`, {
		code: "parameter_missing",
		param: type,
	});
}

const chargeable: ReadonlySet<string> = new Set(["card", "sepa_debit"]);

/** Refuses to save or to charge what this simulator knows by its description alone. */
export function requireChargeable({ type }: PaymentMethod): void {
	if (chargeable.has(type)) return;
	throw invalidRequest(
		`This simulator saves and charges cards and SEPA debits; a payment method of type ${type} can only be described.`,
		{ param: "payment_method" },
	);
}

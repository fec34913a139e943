// The parameters payment intents and setup intents share.
import { balanceOptions } from "../../cash-balance/transfer-instructions.ts";
import { shipping } from "../../core/params/address.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	list,
	oneOf,
	type Param,
	required,
	text,
} from "../../core/params/params.ts";
import { paymentMethodCreateParams } from "../methods/payment-methods.ts";

/** The kinds of payment this simulator can take. */
const methodTypes = ["card", "customer_balance", "link", "sepa_debit"] as const;
export type MethodType = (typeof methodTypes)[number];

export const allowedTypes = () => list(oneOf(...methodTypes));

export const automaticMethods = () =>
	hash({ allow_redirects: oneOf("always", "never"), enabled: required(boolean()) });

export const methodData = () => hash(paymentMethodCreateParams);

const moment = hash({
	ip_address: text(),
	user_agent: text(),
});

/** The customer's consent to be debited, which his mandate records. */
export const mandateData = () =>
	clearable(
		hash({
			customer_acceptance: required(
				hash({
					accepted_at: integer(0),
					offline: hash({}),
					online: moment,
					type: required(oneOf("offline", "online")),
				}),
			),
		}),
	);

export const methodOptions = () =>
	hash({
		customer_balance: balanceOptions(),
		card: hash({ request_three_d_secure: oneOf("any", "automatic", "challenge") }),
		link: hash({}),
		sepa_debit: hash({}),
	});

export const intentShipping = () => clearable(shipping());

export const futureUsage = () => oneOf("off_session", "on_session");

/** `true`, `false`, or the older words that mean true. */
export function offSession(): Param<boolean | undefined> {
	const word = oneOf("true", "false", "1", "0", "one_off", "recurring");
	return {
		read(raw, path) {
			const value = word.read(raw, path);
			return value === undefined ? undefined : value !== "false" && value !== "0";
		},
	};
}

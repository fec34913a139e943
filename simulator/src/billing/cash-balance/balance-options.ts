// How an intent remembers that it is to be paid by bank transfer.

import type { PaymentIntent } from "../core/objects.ts";
import type { Values } from "../core/params/params.ts";
import { type balanceOptions, transferTypeOf } from "./transfer-instructions.ts";

type Given = { customer_balance: Values<{ one: ReturnType<typeof balanceOptions> }>["one"] };

/** The intent's options with what was sent about bank transfers. Errors: those of the transfer's type. */
export function balanceOptionsOf(
	intent: PaymentIntent,
	given: Given | undefined,
): PaymentIntent["payment_method_options"] {
	const sent = given?.customer_balance;
	if (sent === undefined) return intent.payment_method_options;
	const { bank_transfer, funding_type } = sent;
	const param = "payment_method_options[customer_balance][bank_transfer]";
	const asked = funding_type === undefined ? null : bank_transfer;
	const country = bank_transfer?.eu_bank_transfer?.country;
	return {
		customer_balance: {
			funding_type: funding_type ?? null,
			...(asked === null
				? {}
				: {
						bank_transfer: {
							type: transferTypeOf(asked, { currency: intent.currency, param }),
							...(country === undefined ? {} : { eu_bank_transfer: { country } }),
						},
					}),
		},
	};
}

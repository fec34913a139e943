// What a server may still change on a checkout session.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { CheckoutSession } from "../core/objects.ts";
import { address, toAddress } from "../core/params/address.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import { hash, required, text, type Values } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";

export const sessionUpdateParams = {
	collected_information: hash({
		shipping_details: hash({ address: required(address()), name: required(text(255)) }),
	}),
	metadata: metadata(),
};

/** Metadata at any time, where to ship to while it is open. Emits nothing, as with Stripe. */
export function updateSession(
	draft: Draft,
	id: string,
	params: Values<typeof sessionUpdateParams>,
): CheckoutSession {
	const session = getRecord(draft, "checkout.session", { id });
	const shipped = params.collected_information?.shipping_details;
	if (shipped !== undefined && session.status !== "open") {
		throw invalidRequest(
			`This Checkout Session is ${session.status}; collected information can be updated while it is open only.`,
			{ param: "collected_information" },
		);
	}
	return draft.put("checkout.session", {
		...session,
		...(shipped === undefined
			? {}
			: {
					collected_information: {
						business_name: null,
						individual_name: null,
						shipping_details: { address: toAddress(shipped.address), name: shipped.name },
					},
				}),
		metadata: mergeMetadata(session.metadata, params.metadata),
	});
}

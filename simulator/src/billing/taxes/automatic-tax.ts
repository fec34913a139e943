// Automatic tax, echoed only: the simulator knows no rates but those given by hand.
import type { Invoice } from "../core/objects.ts";
import { boolean, hash, oneOf, required, text } from "../core/params/params.ts";

export const automaticTaxParam = () =>
	hash({
		enabled: required(boolean()),
		liability: hash({ type: required(oneOf("account", "self")), account: text() }),
	});

/** As an invoice shows it: computed, and nothing was due. */
export function automaticTaxOf(enabled: boolean): Invoice["automatic_tax"] {
	return {
		disabled_reason: null,
		enabled,
		liability: enabled ? { type: "self" } : null,
		provider: enabled ? "stripe" : null,
		status: enabled ? "complete" : null,
	};
}

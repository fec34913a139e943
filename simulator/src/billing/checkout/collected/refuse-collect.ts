// Why a session cannot ask what it was told to.
import type { Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import type { collectParams } from "./collect-params.ts";

type Params = Values<typeof collectParams> & { customer: string | undefined };

/** Changing a customer needs one; a known one's tax id needs leave to change his name. Documented. */
export function refuseOddCollection(params: Params): void {
	if (params.customer_update !== undefined && params.customer === undefined) {
		throw invalidRequest("`customer_update` can only be used with `customer`.", {
			param: "customer_update",
		});
	}
	if (params.tax_id_collection?.enabled !== true || params.customer === undefined) return;
	if (params.customer_update?.name === "auto") return;
	throw invalidRequest(
		"Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing customer, please set `customer_update[name]` to `auto`.",
		{ param: "tax_id_collection" },
	);
}

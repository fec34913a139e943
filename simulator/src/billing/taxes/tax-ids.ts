// Tax ids of customers, such as a VAT number.

import type { Draft } from "../core/draft.ts";
import type { Customer, TaxId } from "../core/objects.ts";
import { hash, oneOf, required, text, type Values } from "../core/params/params.ts";
import { invalidRequest, missingResource } from "../core/stripe-error.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { taxIdTypes } from "./tax-id-types.ts";

export const taxIdShape = { type: required(oneOf(...taxIdTypes)), value: required(text()) };
export const taxIdCreateParams = {
	...taxIdShape,
	owner: hash({ type: required(oneOf("customer", "self")), customer: text() }),
};

/** A customer's new tax id; verification is left pending where Stripe would ask an authority. */
export function createTaxId(
	draft: Draft,
	customer: string,
	{ type, value }: Values<typeof taxIdShape>,
): TaxId {
	const owner = getCustomer(draft, customer);
	const checked = type === "eu_vat" || type === "gb_vat" || type === "au_abn";
	const taxId = draft.put("tax_id", {
		id: draft.newId("txi"),
		object: "tax_id",
		country: countryOf(type, value),
		created: draft.now,
		customer: owner.id,
		customer_account: null,
		livemode: false,
		owner: { type: "customer", customer: owner.id, customer_account: null },
		type,
		value,
		verification: {
			status: checked ? "pending" : "unavailable",
			verified_address: null,
			verified_name: null,
		},
	});
	draft.emit("customer.tax_id.created", taxId);
	return taxId;
}

/** The two letters a type begins with; a European number brings its own. */
function countryOf(type: string, value: string): string | null {
	if (type === "eu_vat") return /^[A-Z]{2}/.exec(value)?.[0] ?? null;
	if (type === "eu_oss_vat") return null;
	return type.slice(0, 2).toUpperCase();
}

/** The tax id, which must be this customer's when one is named. Error code: resource_missing. */
export function findTaxId(draft: Draft, id: string, customer?: string): TaxId {
	const found = draft.get("tax_id", id);
	if (found === undefined || (customer !== undefined && found.customer !== customer)) {
		throw missingResource("tax_id", id);
	}
	return found;
}

/** Gone from the customer; invoices that show it go on doing so. Emits customer.tax_id.deleted. */
export function deleteTaxId(draft: Draft, id: string, customer?: string): object {
	const taxId = findTaxId(draft, id, customer);
	draft.remove("tax_id", id);
	draft.emit("customer.tax_id.deleted", taxId);
	return { id, object: "tax_id", deleted: true };
}

/** A tax id made outside a customer's own path. Error: an owner the simulator has no account for. */
export function createOwnedTaxId(
	draft: Draft,
	{ owner, ...given }: Values<typeof taxIdCreateParams>,
): TaxId {
	if (owner?.type === "customer" && owner.customer !== undefined) {
		getCustomer(draft, owner.customer, "owner[customer]");
		return createTaxId(draft, owner.customer, given);
	}
	throw invalidRequest("This simulator keeps tax ids of customers only; name one in `owner`.", {
		param: "owner",
	});
}

/** What an invoice shows of a customer's tax ids. */
export function shownTaxIds(draft: Draft, customer: Customer) {
	const taxIds = [...draft.list("tax_id", { group: `customer:${customer.id}` })].reverse();
	return taxIds.map(({ type, value }) => ({ type, value }));
}

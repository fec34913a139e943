// Where the answers of a Checkout page stay: on the session, and on its customer.

import type { Draft } from "../../core/draft.ts";
import type { CheckoutSession, Customer } from "../../core/objects.ts";
import { type Given, given } from "../../core/params/given.ts";
import { customerUpdateParams, updateCustomer } from "../../customers/customers.ts";
import { createTaxId, taxIdShape } from "../../taxes/tax-ids.ts";
import type { CheckoutRecord } from "../checkout-record.ts";
import type { Collected } from "./read-answers.ts";

/** The completed session with what was collected; unchanged where nothing was asked. */
export function withCollected(
	session: CheckoutSession,
	{ collected }: Pick<CheckoutRecord, "collected">,
): CheckoutSession {
	if (!collected) return session;
	const { customer_details: details } = session;
	return {
		...session,
		collected_information: {
			business_name: collected.businessName,
			individual_name: collected.individualName,
			shipping_details:
				collected.shipping ?? session.collected_information?.shipping_details ?? null,
		},
		consent: collected.consent ?? session.consent,
		custom_fields: session.custom_fields.map((field) => answered(field, collected)),
		customer_details: details && {
			...details,
			address: collected.address ?? details.address,
			business_name: collected.businessName,
			individual_name: collected.individualName,
			phone: collected.phone ?? details.phone,
			tax_ids: session.tax_id_collection?.enabled
				? [collected.taxId ?? []].flat()
				: details.tax_ids,
		},
	};
}

type CustomField = CheckoutSession["custom_fields"][number];

function answered(field: CustomField, { custom }: Collected): CustomField {
	const value = Object.hasOwn(custom, field.key) ? (custom[field.key] ?? null) : null;
	const { dropdown, numeric, text } = field;
	return {
		...field,
		...(dropdown && { dropdown: { ...dropdown, value } }),
		...(numeric && { numeric: { ...numeric, value } }),
		...(text && { text: { ...text, value } }),
	};
}

/** What a customer made by this session begins with. */
export function newCustomerFields({ collected }: CheckoutRecord): { [key: string]: Given } {
	if (!collected) return {};
	return {
		...(collected.address && { address: said(collected.address) }),
		...(collected.phone !== null && { phone: collected.phone }),
		...(collected.businessName !== null && { business_name: collected.businessName }),
		...(collected.individualName !== null && { individual_name: collected.individualName }),
		...shippingOf(collected),
		...(collected.taxId && { tax_id_data: [collected.taxId] }),
	};
}

/**
 * The customer who came with the session, changed as far as `customer_update` lets it. His tax id is kept.
 * Emits customer.updated and customer.tax_id.created.
 */
export function updateKnownCustomer(
	draft: Draft,
	customer: Customer,
	{ record, name }: { record: CheckoutRecord; name: string | null },
): Customer {
	const { collected, customerUpdate: may } = record;
	const changes = {
		...(may?.name === "auto" && name !== null && { name: collected?.businessName ?? name }),
		...(may?.address === "auto" && collected?.address && { address: said(collected.address) }),
		...(may?.shipping === "auto" && collected && shippingOf(collected)),
		...(collected?.phone && customer.phone === null && { phone: collected.phone }),
	};
	if (collected?.taxId) createTaxId(draft, customer.id, given(taxIdShape, collected.taxId));
	if (Object.keys(changes).length === 0) return customer;
	return updateCustomer(draft, customer.id, given(customerUpdateParams, changes));
}

function shippingOf({ shipping, phone }: Collected): { [key: string]: Given } {
	if (!shipping) return {};
	const { name, address } = shipping;
	return { shipping: { name, address: said(address), ...(phone !== null && { phone }) } };
}

function said(values: object): { [key: string]: Given } {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

// Customers: who pays.

import type { DeletedStub } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
import type { Customer } from "../core/objects.ts";
import { address, shipping, toAddress } from "../core/params/address.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	list,
	oneOf,
	text,
	type Values,
} from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import {
	attachPaymentMethod,
	releasePaymentMethod,
} from "../payments/methods/attach-payment-method.ts";
import { addSource } from "../sources/add-source.ts";
import { findCardSource } from "../sources/card-source.ts";
import { payOverdue } from "../sources/pay-overdue.ts";
import { createTaxId, taxIdShape } from "../taxes/tax-ids.ts";
import { joinTestClock } from "../test-clocks/join-test-clock.ts";
import { announceCustomer, getCustomer } from "./revise-customer.ts";

const editable = {
	address: clearable(address()),
	balance: integer(),
	business_name: clearable(text()),
	description: clearable(text()),
	email: clearable(text(512)),
	individual_name: clearable(text()),
	invoice_prefix: text(12),
	invoice_settings: hash({ default_payment_method: clearable(text()), footer: clearable(text()) }),
	metadata: metadata(),
	name: clearable(text()),
	next_invoice_sequence: integer(1),
	phone: clearable(text()),
	preferred_locales: list(text()),
	shipping: clearable(shipping()),
	source: text(),
	tax_exempt: clearable(oneOf("none", "exempt", "reverse")),
	validate: boolean(),
};
export const customerUpdateParams = { ...editable, default_source: text() };
export const customerCreateParams = {
	...editable,
	tax_id_data: list(hash(taxIdShape), 5),
	payment_method: text(),
	test_clock: text(),
};

type Edit = Partial<Values<typeof customerUpdateParams>>;

/**
 * A new customer; a `payment_method` given with it is attached. Emits payment_method.attached, then
 * customer.created as he finally is.
 */
export function createCustomer(
	draft: Draft,
	params: Partial<Values<typeof customerCreateParams>>,
): Customer {
	const id = draft.newId("cus", 14);
	const test_clock =
		params.test_clock === undefined ? null : joinTestClock(draft, params.test_clock);
	const blank = { ...blankCustomer(draft, id), test_clock };
	draft.put("customer", edited(blank, params));
	const given = params.payment_method;
	const wanted = params.invoice_settings?.default_payment_method;
	const attached =
		given === undefined
			? undefined
			: attachPaymentMethod(draft, given, { customer: id, param: "payment_method" }).id;
	// A magic id became a method of its own on the way in; named twice, it means the same one.
	assignDefault(draft, id, wanted === given ? attached : wanted);
	if (params.source !== undefined) assignSource(draft, id, params.source);
	const created = getCustomer(draft, id);
	draft.emit("customer.created", created);
	for (const taxId of params.tax_id_data ?? []) createTaxId(draft, id, taxId);
	return created;
}

/**
 * Changes what was sent and nothing else. A `source` takes the place of the old default source, and what
 * his past-due subscriptions owe is tried again. Emits customer.updated when something differs.
 */
export function updateCustomer(draft: Draft, id: string, params: Edit): Customer {
	const before = getCustomer(draft, id);
	draft.put("customer", edited(before, params));
	assignDefault(draft, id, params.invoice_settings?.default_payment_method);
	const { default_source, source } = params;
	if (default_source) chooseSource(draft, id, default_source);
	if (source === undefined) return announceCustomer(draft, before);
	const old = getCustomer(draft, id).default_source;
	assignSource(draft, id, source);
	if (old !== null) releasePaymentMethod(draft, findCardSource(draft, id, { id: old }));
	const after = announceCustomer(draft, before);
	payOverdue(draft, id);
	return after;
}

/** As the API answers: a deleted customer is a stub, not an error. */
export function retrieveCustomer(draft: Draft, id: string): Customer | DeletedStub {
	return draft.get("deletedStub", id) ?? getCustomer(draft, id);
}

type Wanted = string | null | undefined;

function assignDefault(draft: Draft, id: string, wanted: Wanted): void {
	if (wanted === undefined) return;
	const customer = getCustomer(draft, id);
	if (wanted !== null) {
		const param = "invoice_settings[default_payment_method]";
		const method = getRecord(draft, "payment_method", { id: wanted, param });
		if (method.customer !== id) {
			throw invalidRequest(
				`The customer does not have a payment method with the ID ${wanted}. The payment method must be attached to the customer.`,
				{ code: "resource_missing", param },
			);
		}
	}
	const invoice_settings = { ...customer.invoice_settings, default_payment_method: wanted };
	draft.put("customer", { ...customer, invoice_settings });
}

function assignSource(draft: Draft, id: string, token: string): void {
	const method = addSource(draft, id, { source: token });
	draft.put("customer", { ...getCustomer(draft, id), default_source: method.id });
}

function chooseSource(draft: Draft, id: string, source: string): void {
	const { id: default_source } = findCardSource(draft, id, { id: source, param: "default_source" });
	draft.put("customer", { ...getCustomer(draft, id), default_source });
}

function blankCustomer(draft: Draft, id: string): Customer {
	return {
		id,
		object: "customer",
		address: null,
		balance: 0,
		created: draft.now,
		currency: null,
		customer_account: null,
		default_source: null,
		delinquent: false,
		description: null,
		discount: null,
		email: null,
		invoice_prefix: draft.newId("", 8).toUpperCase(),
		invoice_settings: {
			custom_fields: null,
			default_payment_method: null,
			footer: null,
			rendering_options: null,
		},
		livemode: false,
		metadata: {},
		name: null,
		next_invoice_sequence: 1,
		phone: null,
		preferred_locales: [],
		shipping: null,
		tax_exempt: "none",
		test_clock: null,
	};
}

function edited(customer: Customer, params: Edit): Customer {
	const settings = params.invoice_settings;
	return {
		...customer,
		...(params.address === undefined
			? {}
			: { address: params.address === null ? null : toAddress(params.address) }),
		...(params.shipping === undefined ? {} : { shipping: toShipping(params.shipping) }),
		...(params.business_name ? { business_name: params.business_name } : {}),
		...(params.individual_name ? { individual_name: params.individual_name } : {}),
		balance: params.balance ?? customer.balance,
		description: kept(params.description, customer.description),
		email: kept(params.email, customer.email),
		invoice_prefix: params.invoice_prefix ?? customer.invoice_prefix ?? null,
		invoice_settings: {
			...customer.invoice_settings,
			footer: kept(settings?.footer, customer.invoice_settings.footer),
		},
		metadata: mergeMetadata(customer.metadata, params.metadata),
		name: kept(params.name, customer.name ?? null),
		next_invoice_sequence: params.next_invoice_sequence ?? customer.next_invoice_sequence ?? 1,
		phone: kept(params.phone, customer.phone ?? null),
		preferred_locales: params.preferred_locales ?? customer.preferred_locales ?? [],
		tax_exempt: kept(params.tax_exempt, customer.tax_exempt ?? "none"),
	};
}

function toShipping(given: NonNullable<Edit["shipping"]> | null): Customer["shipping"] {
	if (given === null) return null;
	return {
		name: given.name,
		address: toAddress(given.address),
		...(given.phone === undefined ? {} : { phone: given.phone }),
	};
}

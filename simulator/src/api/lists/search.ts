// /v1/<resource>/search for the seven resources that have it
import type {
	Charge,
	Customer,
	Invoice,
	PaymentIntent,
	Price,
	Product,
	Subscription,
} from "../../billing/core/objects.ts";
import type { FieldKind, SearchField, SearchFields } from "../../billing/search/match-query.ts";
import type { Route } from "../route.ts";
import { searchRoute } from "./search-route.ts";

/** Source: docs, Search query language, the tables of query fields. */
const field = <Item>(kind: FieldKind, of: SearchField<Item>["of"]): SearchField<Item> => ({
	kind,
	of,
});

const customer: SearchFields<Customer> = {
	created: field("number", ({ created }) => created),
	email: field("part", ({ email }) => email),
	name: field("part", ({ name }) => name),
	phone: field("part", ({ phone }) => phone),
};

const product: SearchFields<Product> = {
	active: field("exact", ({ active }) => active),
	created: field("number", ({ created }) => created),
	description: field("part", ({ description }) => description),
	name: field("part", ({ name }) => name),
	shippable: field("exact", ({ shippable }) => shippable),
	url: field("part", ({ url }) => url),
};

const price: SearchFields<Price> = {
	active: field("exact", ({ active }) => active),
	created: field("number", ({ created }) => created),
	currency: field("exact", ({ currency }) => currency),
	lookup_key: field("exact", ({ lookup_key }) => lookup_key),
	product: field("exact", ({ product: id }) => id),
	type: field("exact", ({ type }) => type),
};

const subscription: SearchFields<Subscription> = {
	canceled_at: field("number", ({ canceled_at }) => canceled_at),
	created: field("number", ({ created }) => created),
	status: field("exact", ({ status }) => status),
};

const invoice: SearchFields<Invoice> = {
	created: field("number", ({ created }) => created),
	currency: field("exact", ({ currency }) => currency),
	customer: field("exact", ({ customer: id }) => id),
	number: field("part", ({ number }) => number),
	receipt_number: field("part", ({ receipt_number }) => receipt_number),
	status: field("exact", ({ status }) => status),
	subscription: field("exact", ({ parent }) => parent?.subscription_details?.subscription),
	total: field("number", ({ total }) => total),
};

const paymentIntent: SearchFields<PaymentIntent> = {
	amount: field("number", ({ amount }) => amount),
	created: field("number", ({ created }) => created),
	currency: field("exact", ({ currency }) => currency),
	customer: field("exact", ({ customer: id }) => id),
	status: field("exact", ({ status }) => status),
};

const cardOf = ({ payment_method_details: details }: Charge) => details?.card;

const charge: SearchFields<Charge> = {
	amount: field("number", ({ amount }) => amount),
	"billing_details.address.postal_code": field(
		"exact",
		({ billing_details }) => billing_details.address?.postal_code,
	),
	created: field("number", ({ created }) => created),
	currency: field("exact", ({ currency }) => currency),
	customer: field("exact", ({ customer: id }) => id),
	disputed: field("exact", ({ disputed }) => disputed),
	"payment_method_details.card.brand": field("exact", (one) => cardOf(one)?.brand),
	"payment_method_details.card.exp_month": field("number", (one) => cardOf(one)?.exp_month),
	"payment_method_details.card.exp_year": field("number", (one) => cardOf(one)?.exp_year),
	"payment_method_details.card.fingerprint": field("exact", (one) => cardOf(one)?.fingerprint),
	"payment_method_details.card.last4": field("exact", (one) => cardOf(one)?.last4),
	refunded: field("exact", ({ refunded }) => refunded),
	status: field("exact", ({ status }) => status),
};

export const searches: Route[] = [
	searchRoute("/v1/customers/search", { collection: "customer", fields: customer }),
	searchRoute("/v1/products/search", { collection: "product", fields: product }),
	searchRoute("/v1/prices/search", { collection: "price", fields: price }),
	searchRoute("/v1/subscriptions/search", { collection: "subscription", fields: subscription }),
	searchRoute("/v1/invoices/search", { collection: "invoice", fields: invoice }),
	searchRoute("/v1/payment_intents/search", {
		collection: "payment_intent",
		fields: paymentIntent,
	}),
	searchRoute("/v1/charges/search", { collection: "charge", fields: charge }),
];

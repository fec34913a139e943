// Reads the event log and, for every object in it, what a retrieve answers now.
import type Stripe from "stripe";
import type { Current, LoggedEvent } from "../../verify/laws/event-laws.ts";
import { isRecord } from "../support/schema-check.ts";

/** Where an object of a kind is retrieved; kinds that cannot be are left out. */
const paths: Readonly<Record<string, string>> = {
	customer: "/v1/customers",
	product: "/v1/products",
	price: "/v1/prices",
	payment_method: "/v1/payment_methods",
	payment_intent: "/v1/payment_intents",
	setup_intent: "/v1/setup_intents",
	charge: "/v1/charges",
	subscription: "/v1/subscriptions",
	invoice: "/v1/invoices",
	invoice_payment: "/v1/invoice_payments",
	"checkout.session": "/v1/checkout/sessions",
};

/** The whole log, oldest first. */
export async function logOf(stripe: Stripe): Promise<LoggedEvent[]> {
	const log: LoggedEvent[] = [];
	for await (const { type, created, data } of stripe.events.list({ limit: 100 })) {
		const { previous_attributes: previous } = data;
		log.push({
			type,
			created,
			data: {
				object: { ...data.object },
				...(previous === undefined ? {} : { previous_attributes: { ...previous } }),
			},
		});
	}
	return log.reverse();
}

/** Retrieves each object the log speaks of, once. */
export async function currentObjects(
	stripe: Stripe,
	log: readonly LoggedEvent[],
): Promise<Current> {
	const found = new Map<string, Record<string, unknown>>();
	for (const { object, id } of log.map(({ data }) => data.object)) {
		const path = paths[String(object)];
		// An upcoming invoice has no id: it cannot be retrieved.
		if (path === undefined || id === undefined || found.has(`${object} ${id}`)) continue;
		const { lastResponse: _response, ...answer } = {
			lastResponse: null,
			...(await stripe.rawRequest("GET", `${path}/${id}`)),
		};
		if (isRecord(answer)) found.set(`${object} ${id}`, answer);
	}
	return (kind, id) => found.get(`${kind} ${id}`);
}

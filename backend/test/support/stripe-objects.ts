// Stripe's objects as they stand on the wire, with the fields that a test overrides.
import { randomUUID } from "node:crypto";

export const apiVersion = "2026-10-28.endive";
/** 2026-03-01T00:00:00Z, in Stripe's seconds. */
export const march = 1_772_323_200;

type Fields = Record<string, unknown>;

export function aStripePrice(fields: Fields = {}): Fields {
	return {
		id: "price_founder",
		object: "price",
		currency: "usd",
		unit_amount: 7900,
		recurring: { interval: "month", interval_count: 1 },
		...fields,
	};
}

export function aStripeItem(fields: Fields = {}): Fields {
	return {
		id: "si_1",
		object: "subscription_item",
		quantity: 1,
		price: aStripePrice(),
		current_period_start: march,
		current_period_end: march + 604_800,
		...fields,
	};
}

/** A trial of seven days that began in March. */
export function aStripeSubscription(fields: Fields = {}): Fields {
	return {
		id: "sub_1",
		object: "subscription",
		customer: "cus_1",
		status: "trialing",
		currency: "usd",
		created: march,
		trial_start: march,
		trial_end: march + 604_800,
		cancel_at: null,
		cancel_at_period_end: false,
		canceled_at: null,
		ended_at: null,
		test_clock: null,
		livemode: false,
		items: { object: "list", data: [aStripeItem()], has_more: false },
		...fields,
	};
}

/** An event around `object`; each one has an id of its own. */
export function aStripeEvent(type: string, object: unknown, fields: Fields = {}): Fields {
	return {
		id: `evt_${randomUUID().replaceAll("-", "")}`,
		object: "event",
		api_version: apiVersion,
		created: march,
		livemode: false,
		type,
		data: { object },
		...fields,
	};
}

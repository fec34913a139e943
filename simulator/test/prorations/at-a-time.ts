// A shop whose clock starts on the first of a thirty-day month, for amounts that can be done by heart.
import type Stripe from "stripe";
import { type Started, startTest } from "../support/start.ts";

export const day = 86_400;
/** 1 April 2030, 00:00 UTC: a month of thirty days. */
export const april = Date.UTC(2030, 3, 1) / 1000;

export interface Till extends Started {
	customer: Stripe.Customer;
	product: Stripe.Product;
	/** A monthly price, or one of another interval, in minor units. */
	price(amount: number, interval?: "day" | "week" | "month" | "year"): Promise<Stripe.Price>;
	/** Moves to so many days after the first of April, and a few seconds. */
	to(days: number, seconds?: number): void;
	/** A subscription to these prices, paid by card. */
	subscribe(
		prices: readonly Stripe.Price[],
		more?: Partial<Stripe.SubscriptionCreateParams>,
	): Promise<Stripe.Subscription>;
}

/** Starts a simulator on 1 April 2030 with a customer who has a card. */
export async function openTill(card = "pm_card_visa"): Promise<Till> {
	const start = Date.now();
	const started = await startTest({
		clock: () => new Date(start - (start % 1000)),
	});
	const { stripe, simulator } = started;
	simulator.advanceTo(april);
	const product = await stripe.products.create({ name: "Founder" });
	const customer = await stripe.customers.create({ email: "ada@example.com" });
	const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
	await stripe.customers.update(customer.id, {
		invoice_settings: { default_payment_method: method.id },
	});
	return {
		...started,
		customer,
		product,
		price: (amount, interval = "month") =>
			stripe.prices.create({
				product: product.id,
				currency: "usd",
				unit_amount: amount,
				recurring: { interval },
			}),
		to: (days, seconds = 0) => simulator.advanceTo(april + days * day + seconds),
		subscribe: (prices, more = {}) =>
			stripe.subscriptions.create({
				customer: customer.id,
				items: prices.map(({ id }) => ({ price: id })),
				...more,
			}),
	};
}

/** The id of the subscription's first item, and its latest invoice. */
export function itemOf(subscription: Stripe.Subscription): string {
	return String(subscription.items.data[0]?.id);
}

/** Amounts of an invoice's lines, in order. */
export function amountsOf(invoice: Stripe.Invoice): number[] {
	return invoice.lines.data.map((line) => line.amount);
}

// A customer with a card who lives on a test clock from the first of January 2020.
import type Stripe from "stripe";
import { openShop } from "../support/shop.ts";
import type { Started } from "../support/start.ts";

export const y2020 = Date.UTC(2020, 0, 1) / 1000;
export const monthLater = Date.UTC(2020, 1, 1) / 1000;

export async function openClock(started: Started, frozen_time = y2020) {
	const shop = await openShop(started);
	const { stripe } = started;
	const clock = await stripe.testHelpers.testClocks.create({ frozen_time, name: "renewals" });
	const customer = await stripe.customers.create({
		test_clock: clock.id,
		payment_method: "pm_card_visa",
	});
	const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data;
	const subscribe = (more: Partial<Stripe.SubscriptionCreateParams> = {}) =>
		stripe.subscriptions.create({
			customer: customer.id,
			items: [{ price: shop.price.id }],
			default_payment_method: method?.id ?? "",
			...more,
		});
	return { shop, clock, customer, subscribe, clocks: stripe.testHelpers.testClocks };
}

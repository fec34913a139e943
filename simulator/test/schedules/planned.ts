// Subscriptions with a plan for later: a shop with two prices, and phases to move between them.
import type Stripe from "stripe";
import { openShop } from "../support/shop.ts";
import type { Started } from "../support/start.ts";

export async function withCard(started: Started) {
	const shop = await openShop(started);
	const { stripe } = started;
	const method = await stripe.paymentMethods.attach("pm_card_visa", { customer: shop.customer.id });
	await stripe.customers.update(shop.customer.id, {
		invoice_settings: { default_payment_method: method.id },
	});
	const small = await stripe.prices.create({
		product: shop.product.id,
		currency: "usd",
		unit_amount: 900,
		recurring: { interval: "month" },
	});
	return { ...shop, small };
}

/** The running subscription's first phase stays; another follows at its period's end. */
export async function scheduleNext(
	{ stripe }: Started,
	subscription: Stripe.Subscription,
	next: Stripe.SubscriptionScheduleUpdateParams.Phase,
	more: Partial<Stripe.SubscriptionScheduleUpdateParams> = {},
) {
	const schedule = await stripe.subscriptionSchedules.create({
		from_subscription: subscription.id,
	});
	const [current] = schedule.phases;
	return stripe.subscriptionSchedules.update(schedule.id, {
		...more,
		phases: [
			{
				items: subscription.items.data.map(({ price, quantity }) => ({
					price: price.id,
					quantity: quantity ?? 1,
				})),
				start_date: current?.start_date ?? 0,
				end_date: current?.end_date ?? 0,
			},
			next,
		],
	});
}

/** Unix seconds. */
export const endOf = (subscription: Stripe.Subscription) =>
	subscription.items.data[0]?.current_period_end ?? 0;

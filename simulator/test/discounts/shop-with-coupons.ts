// A shop whose customer has a card, for tests of discounts.
import type Stripe from "stripe";
import { openShop } from "../support/shop.ts";
import { startTest } from "../support/start.ts";

export async function openPaidShop() {
	const started = await startTest();
	const shop = await openShop(started);
	const { stripe } = started;
	const method = await stripe.paymentMethods.attach("pm_card_visa", {
		customer: shop.customer.id,
	});
	await stripe.customers.update(shop.customer.id, {
		invoice_settings: { default_payment_method: method.id },
	});
	await started.newEvents();
	const subscribe = (more: Partial<Stripe.SubscriptionCreateParams> = {}) =>
		stripe.subscriptions.create({
			customer: shop.customer.id,
			items: [{ price: shop.price.id }],
			...more,
		});
	/** The invoices of the subscription, oldest first: subtotal, discount and total. */
	const bills = async (subscription: string) => {
		const invoices = await stripe.invoices.list({ subscription, limit: 100 });
		return invoices.data
			.map((invoice) => [
				invoice.subtotal,
				(invoice.total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0),
				invoice.total,
			])
			.reverse();
	};
	return { ...started, shop, subscribe, bills };
}

export const month = 32 * 86_400;

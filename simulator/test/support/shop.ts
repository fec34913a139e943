// A small shop to test with: one product, a monthly price, a customer, and ways to check out.
import type Stripe from "stripe";
import type { Started } from "./start.ts";

export interface Shop {
	product: Stripe.Product;
	price: Stripe.Price;
	customer: Stripe.Customer;
}

export async function openShop({ stripe }: Started): Promise<Shop> {
	const product = await stripe.products.create({ name: "Founder" });
	const price = await stripe.prices.create({
		product: product.id,
		currency: "usd",
		unit_amount: 2900,
		recurring: { interval: "month" },
		lookup_key: "founder_monthly",
	});
	const customer = await stripe.customers.create({ email: "ada@example.com" });
	return { product, price, customer };
}

/** An open subscription session for the shop's customer. */
export function openCheckout(
	{ stripe }: Started,
	{ customer, price }: Shop,
	more: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Promise<Stripe.Checkout.Session> {
	return stripe.checkout.sessions.create({
		mode: "subscription",
		customer: customer.id,
		line_items: [{ price: price.id, quantity: 1 }],
		success_url: "http://localhost/done?session_id={CHECKOUT_SESSION_ID}",
		...more,
	});
}

export const trial = { subscription_data: { trial_period_days: 7 } };

/** Form fields of a card that is valid for years. */
export function card(number: string) {
	return { card: { number, exp_month: 12, exp_year: 2034, cvc: "123" } };
}

/** A subscription bought through Checkout with this card. */
export async function buy(
	started: Started,
	shop: Shop,
	{
		number = "4242424242424242",
		...more
	}: ({ number?: string } & typeof trial) | { number?: string } = {},
): Promise<Stripe.Subscription> {
	const session = await openCheckout(started, shop, more);
	const paid = await started.post(`/v1/payment_pages/${session.id}/confirm`, card(number));
	return started.stripe.subscriptions.retrieve(String(paid.subscription));
}

export function typesOf(events: readonly Stripe.Event[]): string[] {
	return events.map((event) => event.type);
}

/** The old values an event reports, of its last occurrence of this type. */
export function changesOf(events: readonly Stripe.Event[], type: string): unknown {
	return events.findLast((event) => event.type === type)?.data.previous_attributes;
}

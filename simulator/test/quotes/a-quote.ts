// A shop that writes quotes for a customer who can pay.
import type Stripe from "stripe";
import { openShop, type Shop } from "../support/shop.ts";
import { type Started, startTest } from "../support/start.ts";

export interface QuoteShop extends Started, Shop {
	once: Stripe.Price;
	/** A draft of two seats a month, unless told otherwise. */
	quote(options?: Partial<Stripe.QuoteCreateParams>): Promise<Stripe.Quote>;
	/** The same, finalized. */
	open(options?: Partial<Stripe.QuoteCreateParams>): Promise<Stripe.Quote>;
}

export async function openQuoteShop(options: Parameters<typeof startTest>[0] = {}) {
	const started = await startTest(options);
	const { stripe } = started;
	const shop = await openShop(started);
	const once = await stripe.prices.create({
		product: shop.product.id,
		currency: "usd",
		unit_amount: 1500,
	});
	await letPay(stripe, shop.customer.id);
	await started.newEvents();
	const quote: QuoteShop["quote"] = (more) =>
		stripe.quotes.create({
			customer: shop.customer.id,
			line_items: [{ price: shop.price.id, quantity: 2 }],
			...more,
		});
	const open: QuoteShop["open"] = async (more) =>
		stripe.quotes.finalizeQuote((await quote(more)).id);
	return { ...started, ...shop, once, quote, open };
}

/** Gives the customer a card that pays. */
export async function letPay(stripe: Stripe, customer: string): Promise<void> {
	const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer });
	await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
}

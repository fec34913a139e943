// A shop that shares payment links, and the people who follow them.
import type Stripe from "stripe";
import { openShop, type Shop } from "../support/shop.ts";
import { type Started, startTest } from "../support/start.ts";

export interface LinkShop extends Started, Shop {
	once: Stripe.Price;
	/** A link that sells the monthly price, unless told otherwise. */
	link(options?: Partial<Stripe.PaymentLinkCreateParams>): Promise<Stripe.PaymentLink>;
	/** Goes to the link as a browser would, without following. */
	visit(url: string): Promise<{ status: number; location: string | null; html: string }>;
	/** The session that a visit opened. */
	follow(url: string): Promise<Stripe.Checkout.Session>;
}

export async function openLinkShop(): Promise<LinkShop> {
	const started = await startTest();
	const { stripe } = started;
	const shop = await openShop(started);
	const once = await stripe.prices.create({
		product: shop.product.id,
		currency: "usd",
		unit_amount: 1500,
	});
	await started.newEvents();
	async function visit(url: string) {
		const response = await fetch(url, { redirect: "manual" });
		const { status } = response;
		return { status, location: response.headers.get("location"), html: await response.text() };
	}
	return {
		...started,
		...shop,
		once,
		visit,
		link: (options) =>
			stripe.paymentLinks.create({
				line_items: [{ price: shop.price.id, quantity: 1 }],
				...options,
			}),
		follow: async (url) => {
			const { location } = await visit(url);
			return stripe.checkout.sessions.retrieve(String(location).replace("/c/pay/", ""));
		},
	};
}

// A shop on a running simulator: the official SDK makes the sessions, tests then visit the pages.
import Stripe from "stripe";
import { startSimulator } from "../../src/start.ts";

interface Visit {
	status: number;
	location: string | null;
	headers: Headers;
	html: string;
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** Listens on a free port; the clock stands still at 22 November 2026, 19:42 UTC, unless advanced. */
export async function openShop() {
	const simulator = await startSimulator({
		port: 0,
		clock: () => new Date("2026-11-22T19:42:00Z"),
	});
	const { hostname, port } = new URL(simulator.url);
	const stripe = new Stripe(simulator.apiKey, { host: hostname, port, protocol: "http" });
	const product = await stripe.products.create({ name: "Founder" });
	const price = await stripe.prices.create({
		product: product.id,
		currency: "usd",
		unit_amount: 7900,
		recurring: { interval: "month" },
	});
	return {
		simulator,
		stripe,
		price,
		/** An open subscription session; `trialDays` 0 for none. */
		openSession: (trialDays: number, email?: string) =>
			stripe.checkout.sessions.create({
				mode: "subscription",
				line_items: [{ price: price.id, quantity: 1 }],
				success_url: "https://shop.test/done?session_id={CHECKOUT_SESSION_ID}",
				cancel_url: "https://shop.test/pricing",
				...(email !== undefined && { customer_email: email }),
				...(trialDays > 0 && { subscription_data: { trial_period_days: trialDays } }),
			}),
		visit: (path: string, headers: Record<string, string> = {}) =>
			fetch(new URL(path, simulator.url), { headers, redirect: "manual" }).then(read),
		post: (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
			fetch(new URL(path, simulator.url), {
				method: "POST",
				body: new URLSearchParams(form),
				headers,
				redirect: "manual",
			}).then(read),
		close: simulator.close,
	};
}

/** What a person types; any field can be another. */
export function aForm(over: Record<string, string>): Record<string, string> {
	return {
		email: "ada@example.com",
		number: "4242 4242 4242 4242",
		expiry: "12 / 34",
		cvc: "123",
		name: "Ada Lovelace",
		...over,
	};
}

async function read(response: Response): Promise<Visit> {
	return {
		status: response.status,
		location: response.headers.get("location"),
		headers: response.headers,
		html: await response.text(),
	};
}

// A person with a browser without scripts, in a shop of three tiers; every answer is schema-checked.
import type Stripe from "stripe";
import { type Started, startTest } from "../support/start.ts";

export interface Answer {
	status: number;
	/** Path and query when it stays here, the whole address when it leads away. */
	location: string | null;
	html: string;
	bytes: Uint8Array;
	type: string | null;
}

export type Visitor = Awaited<ReturnType<typeof aVisitor>>;
export type PriceName = `${"freelancer" | "founder" | "empire"} ${"month" | "year"}`;

const amounts = { freelancer: 2900, founder: 7900, empire: 19900 };

export async function aVisitor(options: Parameters<typeof startTest>[0] = {}) {
	const started = await startTest(options);
	const { stripe, simulator } = started;
	const prices = await openTiers(started);
	const send = (path: string, init: RequestInit = {}) =>
		fetch(new URL(path, simulator.url), { redirect: "manual", ...init }).then((response) =>
			read(response, simulator.url),
		);
	return {
		...started,
		prices,
		visit: (path: string) => send(path),
		submit: (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
			send(path, { method: "POST", body: new URLSearchParams(form), headers }),
		/** A customer who subscribed to Founder monthly with this card on the Checkout page. */
		async subscriber({ number = "4242424242424242", trialDays = 0 } = {}) {
			const customer = await stripe.customers.create({ email: "ada@example.com" });
			const session = await stripe.checkout.sessions.create({
				mode: "subscription",
				customer: customer.id,
				line_items: [{ price: prices["founder month"], quantity: 1 }],
				success_url: "http://shop.test/done",
				...(trialDays > 0 && { subscription_data: { trial_period_days: trialDays } }),
			});
			await send(pathOf(session.url), { method: "POST", body: new URLSearchParams(aCard(number)) });
			const { subscription } = await stripe.checkout.sessions.retrieve(session.id);
			const id = String(subscription);
			return { customer: customer.id, subscription: id, item: await itemOf(stripe, id) };
		},
		/** Path of a portal session for the customer. */
		async portal(customer: string, more: Partial<Stripe.BillingPortal.SessionCreateParams> = {}) {
			const session = await stripe.billingPortal.sessions.create({
				customer,
				return_url: "http://shop.test/dashboard",
				...more,
			});
			return pathOf(session.url);
		},
		/** A configuration on top of one that allows everything. */
		configuration: (features: Stripe.BillingPortal.ConfigurationCreateParams["features"]) =>
			stripe.billingPortal.configurations.create({
				features: {
					invoice_history: { enabled: true },
					payment_method_update: { enabled: true },
					...features,
				},
			}),
	};
}

/** What a person types for a card. */
export function aCard(number = "4242424242424242"): Record<string, string> {
	return { number, expiry: "12 / 40", cvc: "123", name: "Ada Lovelace", email: "ada@example.com" };
}

export function pathOf(url: string | null | undefined): string {
	const { pathname, search } = new URL(url ?? "");
	return pathname + search;
}

/** Value of a hidden or other input, as the page holds it. */
export function inputOf(html: string, name: string): string {
	return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
}

/** The text a reader sees, without marks and with single spaces. */
export function textOf(html: string): string {
	return html
		.replace(/<[^>]*>/g, " ")
		.replaceAll("&#39;", "'")
		.replace(/\s+/g, " ");
}

async function openTiers({ stripe }: Started): Promise<Record<PriceName, string>> {
	const entries: [string, string][] = [];
	for (const [name, amount] of Object.entries(amounts)) {
		const product = await stripe.products.create({
			name: name.replace(/^./, (letter) => letter.toUpperCase()),
			marketing_features: [{ name: `All of ${name}` }],
		});
		for (const interval of ["month", "year"] as const) {
			const price = await stripe.prices.create({
				product: product.id,
				currency: "usd",
				unit_amount: interval === "year" ? amount * 10 : amount,
				recurring: { interval },
			});
			entries.push([`${name} ${interval}`, price.id]);
		}
	}
	// The loops above made exactly these names.
	return Object.fromEntries(entries) as Record<PriceName, string>;
}

async function itemOf(stripe: Stripe, id: string): Promise<string> {
	const subscription = await stripe.subscriptions.retrieve(id);
	return subscription.items.data[0]?.id ?? "";
}

async function read(response: Response, own: string): Promise<Answer> {
	const bytes = new Uint8Array(await response.arrayBuffer());
	const location = response.headers.get("location");
	return {
		status: response.status,
		location: location?.startsWith(own) ? location.slice(own.length) : location,
		html: new TextDecoder().decode(bytes),
		bytes,
		type: response.headers.get("content-type"),
	};
}

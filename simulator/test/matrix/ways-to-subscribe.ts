// The ways a subscription comes about: who asks, with which card, with or without a trial.
import type Stripe from "stripe";
import type { Started } from "../support/start.ts";

const cards = {
	pays: { number: "4242424242424242", id: "pm_card_visa" },
	"is declined": { number: "4000000000000002", id: "pm_card_chargeDeclined" },
	"authenticates once": { number: "4000002500003155", id: "pm_card_authenticationRequiredOnSetup" },
	"fails to authenticate": {
		number: "4000002500003155",
		id: "pm_card_authenticationRequiredOnSetup",
	},
	"is attached but fails": { number: "4000000000000341", id: "pm_card_chargeCustomerFail" },
} as const;
export type CardFate = keyof typeof cards;

export interface Way {
	by: "Checkout" | "API";
	card: CardFate;
	trial: boolean;
	interval: "month" | "year";
}

/** Every combination of the four. */
export function everyWay(): Way[] {
	const fates: CardFate[] = [
		"pays",
		"is declined",
		"authenticates once",
		"fails to authenticate",
		"is attached but fails",
	];
	return (["Checkout", "API"] as const).flatMap((by) =>
		fates.flatMap((card) =>
			[true, false].flatMap((trial) =>
				(["month", "year"] as const).map((interval) => ({ by, card, trial, interval })),
			),
		),
	);
}

/** Goes this way; the subscription it ends in, or null when the card stopped it. */
export async function subscribe(started: Started, way: Way): Promise<string | null> {
	const { stripe } = started;
	const product = await stripe.products.create({ name: "Founder" });
	const price = await stripe.prices.create({
		product: product.id,
		currency: "usd",
		unit_amount: 2900,
		recurring: { interval: way.interval },
	});
	const customer = await stripe.customers.create({ email: "ada@example.com" });
	const bound = { started, way, customer: customer.id, price: price.id };
	return way.by === "Checkout" ? throughCheckout(bound) : throughApi(bound);
}

interface Bound {
	started: Started;
	way: Way;
	customer: string;
	price: string;
}

const sevenDays = { trial_period_days: 7 };

async function throughCheckout({ started, way, customer, price }: Bound): Promise<string | null> {
	const { stripe } = started;
	const session = await stripe.checkout.sessions.create({
		mode: "subscription",
		customer,
		line_items: [{ price, quantity: 1 }],
		success_url: "http://localhost/done",
		...(way.trial ? { subscription_data: sevenDays } : {}),
	});
	const { number } = cards[way.card];
	const entry = { card: { number, exp_month: 12, exp_year: 2039, cvc: "123" } };
	await started.post(`/v1/payment_pages/${session.id}/confirm`, entry).catch(cardErrorOnly);
	if (way.card.includes("authenticate")) {
		const outcome = way.card === "fails to authenticate" ? "fail" : "complete";
		await answerBank(started, `/c/pay/${session.id}/authenticate`, outcome);
	}
	const done = await stripe.checkout.sessions.retrieve(session.id);
	return typeof done.subscription === "string" ? done.subscription : null;
}

/** The person's answer on the page of the pretended bank. */
async function answerBank(started: Started, path: string, outcome: string): Promise<void> {
	const { url } = started.simulator;
	const reply = await fetch(`${url}${path}`, {
		method: "POST",
		redirect: "manual",
		headers: { origin: url, "sec-fetch-site": "same-origin" },
		body: new URLSearchParams({ outcome }),
	});
	if (reply.status >= 500 || reply.status === 404) throw new Error(`${path}: ${reply.status}`);
}

async function throughApi({ started, way, customer, price }: Bound): Promise<string | null> {
	const { stripe } = started;
	const { id } = cards[way.card];
	const method = await stripe.paymentMethods.attach(id, { customer }).catch(cardErrorOnly);
	if (method === null) return null;
	await stripe.customers.update(customer, {
		invoice_settings: { default_payment_method: method.id },
	});
	const subscription = await stripe.subscriptions.create({
		customer,
		items: [{ price }],
		...(way.trial ? sevenDays : {}),
	});
	await answerForLatestInvoice(started, way.card, subscription.id);
	return subscription.id;
}

/** Answers the bank when it waits for the person because of the latest invoice. */
export async function answerForLatestInvoice(
	started: Started,
	card: CardFate,
	subscription: string,
): Promise<void> {
	const { stripe } = started;
	const { latest_invoice: invoice } = await stripe.subscriptions.retrieve(subscription);
	const payments = await stripe.invoicePayments.list({ invoice: String(invoice) });
	const id = payments.data[0]?.payment.payment_intent;
	const intent = typeof id === "string" ? await stripe.paymentIntents.retrieve(id) : null;
	if (intent?.status !== "requires_action") return;
	const outcome = card === "fails to authenticate" ? "fail" : "complete";
	await answerBank(started, `/authenticate/${intent.id}`, outcome);
}

function cardErrorOnly(problem: unknown): null {
	const type = problem instanceof Error && "rawType" in problem ? problem.rawType : undefined;
	if (type !== "card_error") throw problem;
	return null;
}

/** Where the way leads when nothing else is done for three periods. */
export function expectedEnd({ by, card, trial }: Way): Stripe.Subscription.Status | null {
	if (card === "pays" || card === "authenticates once") return "active";
	if (by === "Checkout") {
		return trial && card === "is attached but fails" ? "canceled" : null;
	}
	if (card === "is declined") return null;
	if (!trial) return "incomplete_expired";
	// Without anybody who authenticates there is nothing to retry, so the invoice stays open.
	return card === "fails to authenticate" ? "past_due" : "canceled";
}

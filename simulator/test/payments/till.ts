// What the payment tests share: a customer with a card, one payment, and the bank's page without a browser.
import Stripe from "stripe";
import { type Started, startTest } from "../support/start.ts";

export interface Till extends Started {
	customer: Stripe.Customer;
	/** Pays at once with this card; more parameters as the API has them. */
	pay(
		card: string,
		more?: Partial<Stripe.PaymentIntentCreateParams>,
	): Promise<Stripe.PaymentIntent>;
	/** The person answers the bank. */
	authenticate(intent: string, succeeds: boolean): Promise<Response>;
}

export async function openTill(options: Parameters<typeof startTest>[0] = {}): Promise<Till> {
	const started = await startTest(options);
	const { simulator, stripe } = started;
	const customer = await stripe.customers.create({ email: "ada@example.com" });
	await started.newEvents();
	return {
		...started,
		customer,
		pay: (payment_method, more = {}) =>
			stripe.paymentIntents.create({
				amount: 2000,
				currency: "usd",
				payment_method,
				confirm: true,
				...more,
			}),
		authenticate: (intent, succeeds) =>
			fetch(`${simulator.url}/_simulator/intents/${intent}/authentication`, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({ succeeds }),
			}),
	};
}

/** The error a call ends with; the test fails when it does not. */
export async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
	const answer = await call.catch((problem: unknown) => problem);
	if (answer instanceof Stripe.errors.StripeError) return answer;
	throw new Error(`expected a refusal, got ${JSON.stringify(answer)}`);
}

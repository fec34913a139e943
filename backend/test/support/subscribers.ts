// Users with a real subscription at the simulator, made past the Checkout page, and a house whose calls are seen.
import type Stripe from "stripe";
import type { User } from "../../src/domain/user.ts";
import { type Engine, newDatabase } from "./databases.ts";
import { eventsOf, type RawEvent } from "./deliver.ts";
import { aUser } from "./people.ts";
import {
	type Backend,
	type Simulator,
	startBackend,
	startTestSimulator,
	stripeOf,
} from "./start.ts";
import { type StripeLine, startStripeLine } from "./stripe-line.ts";
import { secret } from "./subscribe.ts";

export interface WatchedHouse extends Backend {
	simulator: Simulator;
	stripe: Stripe;
	/** All calls of the backend to Stripe pass here; the test's own do not. */
	line: StripeLine;
}

/** No webhook comes by itself; what the backend asks of Stripe is seen, and can be spoilt. */
export async function startWatchedHouse(engine: Engine): Promise<WatchedHouse> {
	const simulator = await startTestSimulator();
	const line = await startStripeLine(simulator.url);
	const location = await newDatabase(engine);
	const through = { ...simulator, url: line.url };
	const backend = await startBackend({ simulator: through, location, webhookSecrets: [secret] });
	const close = async () => {
		await backend.close();
		await line.close();
		await simulator.close();
	};
	return { ...backend, simulator, stripe: stripeOf(simulator), line, close };
}

/** How often Stripe was asked for subscriptions. */
export function readsOf(house: WatchedHouse): number {
	return house.line.calls.filter((call) => call.startsWith("GET /v1/subscriptions")).length;
}

export interface Subscriber {
	user: User;
	subscription: Stripe.Subscription;
	customerId: string;
	/** The subscription's own events until now, oldest first. */
	sights(): Promise<RawEvent[]>;
}

/** Subscribed to Founder; trialing for seven days unless `params` say otherwise. */
export async function aSubscriber(
	house: Backend & { simulator: Simulator; stripe: Stripe },
	params: Partial<Stripe.SubscriptionCreateParams> = { trial_period_days: 7 },
	paymentMethod: string | null = "pm_card_visa",
): Promise<Subscriber> {
	const { stripe, simulator } = house;
	const customer = await stripe.customers.create(
		paymentMethod === null ? {} : { payment_method: paymentMethod },
	);
	const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data;
	const user = await aUser(house.app.deps.database.queries, customer.id);
	const subscription = await stripe.subscriptions.create({
		customer: customer.id,
		items: [{ price: await priceOf(stripe, "founder_month_v1") }],
		...(method && { default_payment_method: method.id }),
		...params,
	});
	const sights = async () =>
		(await eventsOf(simulator, customer.id)).filter(({ type }) =>
			type.startsWith("customer.subscription."),
		);
	return { user, subscription, customerId: customer.id, sights };
}

export async function priceOf(stripe: Stripe, lookupKey: string): Promise<string> {
	const { data } = await stripe.prices.list({ lookup_keys: [lookupKey] });
	return data[0]?.id ?? "";
}

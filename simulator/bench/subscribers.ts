// Subscribers by the thousand, made by the same verbs as the API's.
import { parseForm } from "../src/api/form.ts";
import { priceCreateParams } from "../src/billing/catalog/price-params.ts";
import { createPrice } from "../src/billing/catalog/prices.ts";
import { createProduct, productCreateParams } from "../src/billing/catalog/products.ts";
import { readShape } from "../src/billing/core/params/params.ts";
import { createCustomer, customerCreateParams } from "../src/billing/customers/customers.ts";
import { defaultSettings } from "../src/billing/settings.ts";
import {
	createSubscription,
	subscriptionCreateParams,
} from "../src/billing/subscriptions/start/create-subscription.ts";
import { createWorld, type World } from "../src/state/world.ts";

/** A world without wall time of its own, so that only what is asked for happens. */
export function openWorld(directory?: string): World {
	const start = new Date("2026-01-01T00:00:00Z");
	return createWorld({
		directory,
		seed: "bench",
		clock: () => start,
		settings: defaultSettings,
		onProblem: (problem) => {
			throw problem;
		},
	});
}

/** Adds active monthly subscriptions, one customer each, all with a card that pays. Answers their ids. */
export function addSubscribers(world: World, count: number): string[] {
	const price = world.run((draft) => {
		const product = createProduct(draft, readShape(productCreateParams, parseForm("name=Founder")));
		const form = `product=${product.id}&currency=usd&unit_amount=2900&recurring[interval]=month`;
		return createPrice(draft, readShape(priceCreateParams, parseForm(form)));
	});
	return Array.from({ length: count }, (_, index) => addSubscriber(world, price.id, index));
}

function addSubscriber(world: World, price: string, index: number): string {
	const form = `email=person${index}@example.com&payment_method=pm_card_visa`;
	const customer = world.run((draft) =>
		createCustomer(draft, readShape(customerCreateParams, parseForm(form))),
	);
	const [method] = world.state.list("payment_method", { group: `customer:${customer.id}` });
	const wanted = `customer=${customer.id}&items[0][price]=${price}&default_payment_method=${method?.id}`;
	return world.run(
		(draft) => createSubscription(draft, readShape(subscriptionCreateParams, parseForm(wanted))).id,
	);
}

/** Counts events from now on, and notices one that is older than the one before it. */
export function countEvents(world: World): { count: number; inOrder: boolean } {
	const seen = { count: 0, inOrder: true };
	let last = 0;
	world.onCommit((changes) => {
		for (const { name, record } of changes) {
			if (name !== "event" || record === null) continue;
			seen.count += 1;
			if (record.created < last) seen.inOrder = false;
			last = record.created;
		}
	});
	return seen;
}

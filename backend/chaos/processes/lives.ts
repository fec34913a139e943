// What people do with their subscriptions, and what happens to them: drawn from the seed.
import type { Counter, Person } from "./people.ts";
import { type StripeSide, secretKey } from "./stripe-side.ts";
import type { Tally } from "./tally.ts";

export interface Town {
	stripe: StripeSide;
	counter: Counter;
	tally: Tally;
	/** Price ids by lookup key. */
	prices: ReadonlyMap<string, string>;
	/** Told when a customer's access at Stripe begins or ends by a deed. */
	onDeed: (customer: string, access: "begins" | "ends") => void;
}

interface Subscription {
	id: string;
	status: string;
	cancel_at_period_end: boolean;
	items: { data: { id: string; quantity: number }[] };
}

const tiers = ["freelancer", "founder", "empire"];
const goodCard = "pm_card_visa";
const ended = new Set(["canceled", "incomplete_expired"]);

/** The first deed of a life: an account, and perhaps a subscription. */
export async function join(town: Town, person: Person): Promise<void> {
	await town.counter.signUp(person);
	await subscribe(town, person);
}

/** One turn of a life that has begun. */
export async function live(town: Town, person: Person): Promise<void> {
	const { random } = person;
	if (random.chance(0.3)) return;
	const live = person.customer === null ? [] : await liveOf(town, person.customer);
	const [first] = live;
	if (!first || person.customer === null) {
		if (random.chance(0.5)) await subscribe(town, person);
		return;
	}
	const deeds = random.chance(0.35) ? 2 : 1;
	for (let done = 0; done < deeds; done++) await change(town, person, first);
}

async function liveOf({ stripe }: Town, customer: string): Promise<Subscription[]> {
	const all = await stripe.list<Subscription>("/v1/subscriptions", { customer, status: "all" });
	return all.filter(({ status }) => !ended.has(status));
}

async function subscribe(town: Town, person: Person): Promise<void> {
	const { random, number } = person;
	const order = () => ({
		tier_name: random.pick(tiers),
		interval: random.chance(0.85) ? "month" : "year",
	});
	const tabs = random.chance(0.2) ? 2 : 1;
	const orders = random.chance(0.5) ? [order(), order()] : Array(2).fill(order());
	const pays = !random.chance(0.12);
	const returns = random.chance(0.5);
	const opened = await Promise.all(
		orders.slice(0, tabs).map((one) => town.counter.openCheckout(person, one)),
	);
	if (tabs === 2) town.tally.add("sometimes two tabs");
	const sessions = [...new Set(opened.flatMap((id) => id ?? []))];
	if (sessions.length === 0) return;
	for (const id of sessions) {
		const { body } = await town.stripe.ask<{ customer: string }>(
			"GET",
			`/v1/checkout/sessions/${id}`,
		);
		person.customer = body.customer;
	}
	if (!pays) return town.tally.add("sometimes abandoned");
	await Promise.all(sessions.map((id) => pay(town, person, id)));
	if (returns) await town.counter.returnFrom(person, sessions[number % sessions.length] ?? "");
}

async function pay(town: Town, person: Person, sessionId: string): Promise<void> {
	const { random, customer } = person;
	const roll = random.next();
	const path = `/v1/payment_pages/${sessionId}/confirm`;
	const confirm = (card: string) => town.stripe.ask("POST", path, { payment_method: card });
	if (roll < 0.1) {
		await confirm("pm_card_visa_chargeDeclined");
		town.tally.add("sometimes declined");
		if (random.chance(0.3)) return;
	}
	const challenged = roll > 0.88;
	const { status } = await confirm(challenged ? "pm_card_authenticationRequired" : goodCard);
	if (challenged && customer !== null) await authenticate(town, customer, random.chance(0.8));
	if (status === 200 && !challenged) {
		town.tally.add("sometimes paid");
		if (customer !== null) town.onDeed(customer, "begins");
	}
}

async function authenticate(town: Town, customer: string, succeeds: boolean): Promise<void> {
	for (const kind of ["payment_intents", "setup_intents"]) {
		const intents = await town.stripe.list<{ id: string; status: string }>(`/v1/${kind}`, {
			customer,
		});
		for (const { id } of intents.filter(({ status }) => status === "requires_action")) {
			await fetch(`${town.stripe.url}/_simulator/intents/${id}/authentication`, {
				method: "POST",
				headers: { "content-type": "application/json", authorization: `Bearer ${secretKey}` },
				body: JSON.stringify({ succeeds }),
			});
			town.tally.add(`sometimes 3-D Secure ${succeeds ? "passed" : "failed"}`);
		}
	}
}

type Change = (town: Town, person: Person, subscription: Subscription) => Promise<unknown>;

const changes: readonly { weight: number; name: string; make: Change }[] = [
	{ weight: 20, name: "tier switched", make: switchTier },
	{ weight: 16, name: "cancel at the end", make: (t, _, s) => set(t, s, cancelAtEnd("true")) },
	{ weight: 14, name: "cancel undone", make: (t, _, s) => set(t, s, cancelAtEnd("false")) },
	{ weight: 8, name: "canceled at once", make: cancelNow },
	{ weight: 10, name: "card fails", make: (t, p) => useCard(t, p, "pm_card_chargeCustomerFail") },
	{ weight: 8, name: "card mended", make: (t, p) => useCard(t, p, goodCard) },
	{ weight: 6, name: "seats", make: setSeats },
	{ weight: 4, name: "customer deleted", make: deleteCustomer },
	{ weight: 6, name: "both sessions paid", make: buyAgain },
	{ weight: 4, name: "upgrade and cancel at once", make: switchAndCancel },
];

function change(town: Town, person: Person, subscription: Subscription): Promise<unknown> {
	const total = changes.reduce((sum, { weight }) => sum + weight, 0);
	let at = person.random.next() * total;
	const chosen = changes.find(({ weight }) => {
		at -= weight;
		return at < 0;
	});
	if (!chosen) return Promise.resolve();
	town.tally.add(`sometimes ${chosen.name}`);
	return chosen.make(town, person, subscription);
}

function cancelAtEnd(value: string) {
	return { cancel_at_period_end: value };
}

// Refused (it has ended meanwhile) is an answer too.
function set(town: Town, { id }: { id: string }, form: Record<string, string>) {
	return town.stripe.ask("POST", `/v1/subscriptions/${id}`, form);
}

function switchTier(town: Town, person: Person, subscription: Subscription): Promise<unknown> {
	const lookup = `${person.random.pick(tiers)}_month_v1`;
	return set(town, subscription, {
		"items[0][id]": subscription.items.data[0]?.id ?? "",
		"items[0][price]": town.prices.get(lookup) ?? "",
		proration_behavior: "create_prorations",
	});
}

function setSeats(town: Town, person: Person, subscription: Subscription): Promise<unknown> {
	return set(town, subscription, {
		"items[0][id]": subscription.items.data[0]?.id ?? "",
		"items[0][quantity]": String(person.random.between(1, 5)),
	});
}

async function switchAndCancel(town: Town, person: Person, subscription: Subscription) {
	await switchTier(town, person, subscription);
	await set(town, subscription, cancelAtEnd("true"));
}

async function cancelNow(town: Town, person: Person, { id }: Subscription): Promise<void> {
	await town.stripe.ask("DELETE", `/v1/subscriptions/${id}`);
	if (person.customer !== null && (await liveOf(town, person.customer)).length === 0)
		town.onDeed(person.customer, "ends");
}

async function useCard(town: Town, person: Person, card: string): Promise<void> {
	const { customer } = person;
	const path = `/v1/payment_methods/${card}/attach`;
	const attached = await town.stripe.ask<{ id: string }>("POST", path, {
		customer: customer ?? "",
	});
	if (attached.status !== 200) return;
	await town.stripe.ask("POST", `/v1/customers/${customer}`, {
		"invoice_settings[default_payment_method]": attached.body.id,
	});
	for (const subscription of await liveOf(town, customer ?? ""))
		await set(town, subscription, { default_payment_method: attached.body.id });
}

async function deleteCustomer(town: Town, person: Person): Promise<void> {
	if (person.customer === null) return;
	await town.stripe.ask("DELETE", `/v1/customers/${person.customer}`);
	town.onDeed(person.customer, "ends");
}

// What two tabs could do if the one open session were not held by the product: a second one, of ours by
// all its marks, is opened and paid.
async function buyAgain(town: Town, person: Person): Promise<void> {
	const price = town.prices.get(`${person.random.pick(tiers)}_month_v1`) ?? "";
	const { status, body } = await town.stripe.ask<{ id: string }>("POST", "/v1/checkout/sessions", {
		mode: "subscription",
		customer: person.customer ?? "",
		"line_items[0][price]": price,
		"line_items[0][quantity]": "1",
		"metadata[user_id]": person.id,
		"subscription_data[metadata][user_id]": person.id,
		success_url: "http://localhost:3000/dashboard",
	});
	if (status !== 200) return;
	await town.stripe.ask("POST", `/v1/payment_pages/${body.id}/confirm`, {
		payment_method: goodCard,
	});
}

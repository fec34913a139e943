// A person who has subscribed at the simulator, of which the backend has heard nothing yet.
import { eq, sql } from "drizzle-orm";
import { lanes, stripeEvents, subscriptions } from "../../src/database/billing-tables.ts";
import { users } from "../../src/database/identity-tables.ts";
import type { CheckoutSessionReply } from "../../src/http/contract.ts";
import { deliver, eventsOf, type RawEvent } from "./deliver.ts";
import { type Backend, call, type Person, pay, type Simulator, signUp } from "./start.ts";

/** The secret of deliveries by hand: the first of those that `startTollgate` gives. */
export const secret = "whsec_sim_of_no_endpoint_000";

type House = Backend & { simulator: Simulator };

export interface Life {
	user: Person;
	customerId: string;
	subscriptionId: string;
	/** Stripe's events of this customer until now, by type; the latest of a type wins. */
	events: Record<string, RawEvent>;
}

/** Signs somebody up (or takes `user`) and pays for a tier. No event has been delivered. */
export async function subscribe(house: House, user?: Person): Promise<Life> {
	const buyer = user ?? (await signUp(house));
	const path = "/stripe/create-checkout-session";
	const order = { token: buyer.token, body: { tier_name: "founder" } };
	const { body, status } = await call<CheckoutSessionReply>(house, path, order);
	if (status !== 200) throw new Error(`checkout: ${JSON.stringify(body)}`);
	await pay(house.simulator, body.session_id);
	const row = await userRow(house, buyer.id);
	return lifeOf(house, buyer, row.stripeCustomerId ?? "");
}

/** The same life with the events that came since. */
export async function lifeOf(house: House, user: Person, customerId: string): Promise<Life> {
	const all = await eventsOf(house.simulator, customerId);
	const events = Object.fromEntries(all.map((event) => [event.type, event]));
	const created = events["customer.subscription.created"];
	return { user, customerId, subscriptionId: created?.data.object.id ?? "", events };
}

/** Delivers by hand, each signed now; every one must be taken. */
export async function send(house: Backend, ...events: unknown[]): Promise<void> {
	for (const event of events) {
		const response = await deliver(house, event, { secret });
		if (response.status !== 200) throw new Error(`webhook: ${await response.text()}`);
	}
}

/** Waits until the events stand so in the inbox. Lanes that wait for another try are due at once. */
export async function untilStatus(
	house: Backend,
	status: "applied" | "dead",
	...events: { id?: unknown }[]
): Promise<void> {
	const { queries } = house.app.deps.database;
	const ids = events.map((event) => event.id);
	for (;;) {
		await queries.update(lanes).set({ runAt: sql`now()` }).where(sql`${lanes.runAt} > now()`);
		house.app.drain.wake();
		const rows = (await queries.select().from(stripeEvents)).filter((r) => ids.includes(r.eventId));
		if (rows.length === ids.length && rows.every((row) => row.status === status)) return;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

export async function userRow(house: Backend, id: string) {
	const { queries } = house.app.deps.database;
	const [row] = await queries.select().from(users).where(eq(users.id, id));
	if (!row) throw new Error("no such user");
	return row;
}

export async function subscriptionRow(house: Backend, id: string) {
	const { queries } = house.app.deps.database;
	const [row] = await queries.select().from(subscriptions).where(eq(subscriptions.id, id));
	return row ?? null;
}

export async function eventRow(house: Backend, event: { id?: unknown }) {
	const { queries } = house.app.deps.database;
	const rows = await queries.select().from(stripeEvents);
	return rows.find((row) => row.eventId === event.id) ?? null;
}

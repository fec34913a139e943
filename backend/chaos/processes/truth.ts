// What must have come out, told from the simulator's own objects, and where our tables differ.
import type pg from "pg";
import type { StripeSide } from "./stripe-side.ts";

interface StripeSubscription {
	id: string;
	customer: string;
	status: string;
	created: number;
	start_date: number;
	cancel_at: number | null;
	cancel_at_period_end: boolean;
	trial_start: number | null;
	items: { data: { price: { lookup_key: string | null }; current_period_end: number }[] };
}

interface UserRow {
	id: string;
	email: string;
	customer: string | null;
	status: string | null;
	tier: string | null;
}

interface SubscriptionRow {
	id: string;
	status: string;
	tier: string | null;
	cancels_at: number | null;
	period_end: number | null;
}

export interface Differences {
	users: string[];
	subscriptions: string[];
}

// Written anew and not taken from the product: a mistake would have to be made twice, in the same way.
const statuses =
	"active trialing past_due unpaid paused incomplete canceled incomplete_expired".split(" ");
const tiers = ["empire", "founder", "freelancer"];
const notHeld = new Set(["canceled", "incomplete_expired", "incomplete"]);
const over = new Set(["canceled", "incomplete_expired"]);

/** I1: users and subscriptions of ours that are not as Stripe has them, each in a sentence. */
export async function findDifferences(
	stripe: StripeSide,
	database: pg.Client,
): Promise<Differences> {
	const truth = await stripe.list<StripeSubscription>("/v1/subscriptions", { status: "all" });
	const users = await database.query<UserRow>(
		`select id, email, stripe_customer_id as customer, subscription_status as status,
			subscription_tier as tier from users order by id`,
	);
	const rows = await database.query<SubscriptionRow>(
		`select stripe_subscription_id as id, status, tier_name as tier,
			extract(epoch from cancels_at)::float8 as cancels_at,
			extract(epoch from current_period_ends_at)::float8 as period_end from subscriptions`,
	);
	const stored = new Map(rows.rows.map((row) => [row.id, row]));
	const byCustomer = Map.groupBy(truth, ({ customer }) => customer);
	return {
		users: users.rows.flatMap((user) =>
			compareUser(user, byCustomer.get(user.customer ?? "") ?? []),
		),
		subscriptions: truth.flatMap((one) => compareSubscription(one, stored.get(one.id))),
	};
}

function compareUser(user: UserRow, held: readonly StripeSubscription[]): string[] {
	const [best] = held.toSorted(
		(a, b) =>
			statuses.indexOf(a.status) - statuses.indexOf(b.status) ||
			tiers.indexOf(tierOf(a) ?? "") - tiers.indexOf(tierOf(b) ?? "") ||
			b.start_date - a.start_date ||
			(a.id < b.id ? 1 : -1),
	);
	const status = best?.status ?? null;
	const tier = best && !notHeld.has(best.status) ? tierOf(best) : null;
	// Of a customer that was deleted and has no heir yet, the end may stay on record.
	const gone = user.customer === null && user.status === "canceled" && user.tier === null;
	if (gone || (user.status === status && user.tier === tier)) return [];
	const truth = `${status} ${tier}`;
	return [`${user.id} (${user.customer}) is ${truth}, and stored as ${user.status} ${user.tier}`];
}

function compareSubscription(one: StripeSubscription, row: SubscriptionRow | undefined): string[] {
	if (!row) return [`${one.id} (${one.status}) of ${one.customer} is missing`];
	const end = one.items.data[0]?.current_period_end ?? null;
	const truth = {
		status: one.status,
		tier: tierOf(one),
		cancels_at: one.cancel_at ?? (one.cancel_at_period_end ? end : null),
		period_end: end,
	};
	const { status, tier, cancels_at, period_end } = row;
	const [a, b] = [truth, { status, tier, cancels_at, period_end }].map((x) => JSON.stringify(x));
	return a === b ? [] : [`${one.id} of ${one.customer} is ${a}, and stored as ${b}`];
}

function tierOf(one: StripeSubscription): string | null {
	return one.items.data[0]?.price.lookup_key?.split("_")[0] ?? null;
}

export interface Doubles {
	customers: string[];
	subscriptions: string[];
	trials: string[];
}

/** I6–I8 by the simulator's objects: what nobody may have twice. A person is an unaliased address. */
export async function findDoubles(stripe: StripeSide, database: pg.Client): Promise<Doubles> {
	const customers = await stripe.list<{ id: string; metadata: { user_id?: string } }>(
		"/v1/customers",
	);
	const all = await stripe.list<StripeSubscription>("/v1/subscriptions", { status: "all" });
	const owners = await database.query<{ customer: string; user_id: string; email: string }>(
		`select stripe_customer_id as customer, id as user_id, email from users
			where stripe_customer_id is not null
		union select former_customers.stripe_customer_id, user_id, email from former_customers
			join users on users.id = user_id`,
	);
	const owner = new Map(owners.rows.map((row) => [row.customer, row]));
	const userOf = (one: StripeSubscription) => owner.get(one.customer)?.user_id ?? one.customer;
	const personOf = (one: StripeSubscription) =>
		owner.get(one.customer)?.email.replace(/\+\w+@/, "@") ?? one.customer;
	return {
		customers: twice(customers, ({ metadata, id }) => metadata.user_id ?? id),
		subscriptions: twice(
			all.filter(({ status }) => !over.has(status)),
			userOf,
		),
		trials: twice(
			all.filter(({ trial_start }) => trial_start !== null),
			personOf,
		),
	};
}

function twice<T extends { id: string }>(list: readonly T[], whose: (one: T) => string): string[] {
	return [...Map.groupBy(list, whose)]
		.filter(([, held]) => held.length > 1)
		.map(([name, held]) => `${name}: ${held.map(({ id }) => id).join(", ")}`);
}

// The state that must have come out, told from Stripe's own objects, and where ours differs.
import { createHash } from "node:crypto";
import type { ChaosDatabase } from "./database.ts";
import type { StripeSide, StripeSubscription } from "./stripe-side.ts";

interface UserRow {
	id: string;
	stripe_customer_id: string | null;
	subscription_status: string | null;
	subscription_tier: string | null;
}

interface SubscriptionRow {
	id: string;
	customer_id: string;
	status: string;
	tier_name: string | null;
	cancels_at: number | null;
	period_end: number | null;
}

// Written anew, not taken from the product: a mistake made once in each would have to be the same.
const rankOfStatus = [
	"active",
	"trialing",
	"past_due",
	"unpaid",
	"paused",
	"incomplete",
	"canceled",
	"incomplete_expired",
];
const rankOfTier = ["empire", "founder", "freelancer"];
const withoutTier = new Set(["canceled", "incomplete_expired", "incomplete"]);

/** I1: every difference between our tables and Stripe, each in a sentence. */
export async function differences(database: ChaosDatabase, stripe: StripeSide): Promise<string[]> {
	const truth = await stripe.list<StripeSubscription>("/v1/subscriptions", { status: "all" });
	const users = await database.query<UserRow>("select * from users order by id");
	const rows = await database.query<SubscriptionRow>(
		`select stripe_subscription_id as id, stripe_customer_id as customer_id, status, tier_name, extract(epoch from cancels_at)::float8 as cancels_at,
			extract(epoch from current_period_ends_at)::float8 as period_end from subscriptions order by 1`,
	);
	const byId = new Map(rows.map((row) => [row.id, row]));
	const linked = new Set(users.map((user) => user.stripe_customer_id));
	const ofSubscriptions = truth.flatMap((one) =>
		linked.has(one.customer) || byId.has(one.id) ? compare(one, byId.get(one.id)) : [],
	);
	const known = new Set(truth.map(({ id }) => id));
	const invented = rows
		.filter(({ id }) => !known.has(id))
		.map(({ id }) => `I1 ${id} is not Stripe's`);
	return [...ofSubscriptions, ...invented, ...users.flatMap((user) => compareUser(user, truth))];
}

function tierOf(one: StripeSubscription): string | null {
	return one.items.data[0]?.price.lookup_key?.split("_")[0] ?? null;
}

function compare(one: StripeSubscription, row: SubscriptionRow | undefined): string[] {
	if (!row) return [`I1 ${one.id} (${one.status}) of ${one.customer} is missing`];
	const end = one.items.data[0]?.current_period_end ?? null;
	const wanted = {
		status: one.status,
		tier_name: tierOf(one),
		cancels_at: one.cancel_at ?? (one.cancel_at_period_end ? end : null),
		period_end: end,
	};
	const { status, tier_name, cancels_at, period_end } = row;
	const stored = { status, tier_name, cancels_at, period_end };
	const [a, b] = [JSON.stringify(wanted), JSON.stringify(stored)];
	return a === b ? [] : [`I1 ${one.id} of ${one.customer} is ${a}, and stored as ${b}`];
}

function compareUser(user: UserRow, truth: readonly StripeSubscription[]): string[] {
	const [best] = truth
		.filter((one) => one.customer === user.stripe_customer_id)
		.sort(
			(a, b) =>
				rankOfStatus.indexOf(a.status) - rankOfStatus.indexOf(b.status) ||
				rankOfTier.indexOf(tierOf(a) ?? "") - rankOfTier.indexOf(tierOf(b) ?? "") ||
				b.created - a.created ||
				(a.id < b.id ? 1 : -1),
		);
	const status = best?.status ?? null;
	const tier = best && !withoutTier.has(best.status) ? tierOf(best) : null;
	if (user.subscription_status === status && user.subscription_tier === tier) return [];
	const stored = `${user.subscription_status} ${user.subscription_tier}`;
	return [
		`I1 ${user.id} (${user.stripe_customer_id}) is ${status} ${tier}, and stored as ${stored}`,
	];
}

/** I2, I3, I6–I9, I18: what may not be in our tables or at Stripe whatever happened. */
export async function violations(
	parts: { database: ChaosDatabase; stripe: StripeSide },
	acked: ReadonlySet<string>,
	exempt: ReadonlySet<string>,
): Promise<string[]> {
	const { database, stripe } = parts;
	const events = await database.query<{ event_id: string; status: string }>(
		"select event_id, status from stripe_events",
	);
	const stored = new Set(events.map((event) => event.event_id));
	const lost = [...acked]
		.filter((id) => !stored.has(id))
		.map((id) => `I2 ${id} was acked and is lost`);
	const open = events
		.filter(({ status }) => !["applied", "ignored", "dead"].includes(status))
		.map(({ event_id, status }) => `I3 ${event_id} is ${status}`);
	const noted = await database.query<{ what: string }>("select what from simulated.violations");
	const uncaused = await database.query("select 1 from audit where coalesce(cause, '') = ''");
	const atStripe = await doubles(stripe, exempt);
	return [
		...lost,
		...open,
		...noted.map(({ what }) => what),
		...uncaused.map(() => "I18 a change without a cause"),
		...atStripe,
	];
}

async function doubles(stripe: StripeSide, exempt: ReadonlySet<string>): Promise<string[]> {
	const customers = await stripe.list<{ id: string; metadata: { user_id?: string } }>(
		"/v1/customers",
		{},
	);
	const subscriptions = await stripe.list<StripeSubscription>("/v1/subscriptions", {
		status: "all",
	});
	const byUser = Map.groupBy(customers, ({ metadata }) => metadata.user_id ?? "");
	const found: string[] = [];
	for (const [user, all] of byUser)
		if (all.length > 1) found.push(`I7 ${user} has ${all.length} customers`);
	for (const [customer, all] of Map.groupBy(subscriptions, (one) => one.customer)) {
		const live = all.filter(({ status }) => !["canceled", "incomplete_expired"].includes(status));
		if (live.length > 1 && !exempt.has(customer))
			found.push(`I6 ${customer} has ${live.length} live subscriptions`);
		const trials = all.filter((one) => one.trial_start !== null);
		if (trials.length > 1) found.push(`I8 ${customer} has had ${trials.length} trials`);
	}
	return found;
}

/** I19: all of the final state in one short word. */
export async function finalHash(database: ChaosDatabase): Promise<string> {
	const hash = createHash("sha256");
	for (const table of ["users", "subscriptions", "checkout_attempts", "trials", "audit", "outbox"])
		hash.update(JSON.stringify(await database.query(`select * from ${table} order by 1`)));
	hash.update(
		JSON.stringify(
			await database.query(
				"select event_id, status, outcome, attempts from stripe_events order by 1",
			),
		),
	);
	return hash.digest("hex").slice(0, 16);
}

// A Stripe account with a past: customers in every state, of which the backend has heard nothing.
import { eq } from "drizzle-orm";
import type Stripe from "stripe";
import { users } from "../../src/database/identity-tables.ts";
import { importedCustomers } from "../../src/database/import-tables.ts";
import { type BackfillSummary, backfill, type Progress } from "../../src/operations/backfill.ts";
import type { Log } from "../../src/operations/deps.ts";
import type { Engine } from "./databases.ts";
import { pass } from "./gaps.ts";
import { aUser } from "./people.ts";
import { startTollgate } from "./start.ts";

export interface OldCustomer {
	id: string;
	kind: (typeof kinds)[number];
}

const kinds = [
	"trialing",
	"active",
	"canceled",
	"incomplete",
	"nothing",
	"unknown price",
	"fails later",
	"cancels later",
	"came back",
	"paused later",
] as const;

const atOnce = 10;

/** `count` customers, of every kind in turn; `nameOf` says which user each one's metadata names. */
export async function fillAccount(
	stripe: Stripe,
	count: number,
	nameOf: (at: number) => string | null,
): Promise<OldCustomer[]> {
	const known = await stripe.prices.list({ lookup_keys: ["founder_month_v1"] });
	const strange = await stripe.prices.create({
		currency: "usd",
		unit_amount: 4242,
		recurring: { interval: "month" },
		product_data: { name: "From before" },
	});
	const prices = { known: known.data[0]?.id ?? "", strange: strange.id };
	const made: OldCustomer[] = [];
	for (let at = 0; at < count; at += atOnce) {
		const some = Array.from({ length: Math.min(atOnce, count - at) }, (_, i) => at + i);
		made.push(...(await Promise.all(some.map((i) => makeCustomer(stripe, prices, i, nameOf(i))))));
	}
	return made;
}

async function makeCustomer(
	stripe: Stripe,
	prices: { known: string; strange: string },
	at: number,
	userId: string | null,
): Promise<OldCustomer> {
	const kind = kinds[at % kinds.length] ?? "nothing";
	const card = kind === "fails later" ? "pm_card_chargeCustomerFail" : "pm_card_visa";
	const { id: customer } = await stripe.customers.create({
		email: `old-${at}@example.test`,
		...(userId !== null && { metadata: { user_id: userId } }),
		...(kind !== "paused later" &&
			kind !== "incomplete" && {
				payment_method: card,
				invoice_settings: { default_payment_method: card },
			}),
	});
	const price = kind === "unknown price" ? prices.strange : prices.known;
	const create = (more: Partial<Stripe.SubscriptionCreateParams>) =>
		stripe.subscriptions.create({ customer, items: [{ price }], ...more });
	if (kind === "trialing") await create({ trial_period_days: 30 });
	if (kind === "active" || kind === "unknown price") await create({});
	if (kind === "canceled" || kind === "came back")
		await stripe.subscriptions.cancel((await create({})).id);
	if (kind === "came back") await create({ trial_period_days: 30 });
	if (kind === "incomplete") await create({ payment_behavior: "default_incomplete" });
	if (kind === "fails later") await create({ trial_period_days: 1 });
	if (kind === "cancels later") await create({ cancel_at_period_end: true });
	if (kind === "paused later")
		await create({
			trial_period_days: 1,
			trial_settings: { end_behavior: { missing_payment_method: "pause" } },
		});
	return { id: customer, kind };
}

interface RunOptions {
	links?: Map<string, string>;
	onProgress?: (progress: Progress) => void;
	signal?: AbortSignal;
}

const quick = { tries: 6, firstMs: 1, longestMs: 5 };

/**
 * A house that knows nothing of an account with `count` customers, two days after the last change. A third
 * of them name users that are there (`userIds`), a third such as are not, and a third nobody.
 */
export async function openAccount(engine: Engine, count: number) {
	const house = await startTollgate(engine, { webhooks: false });
	const { queries } = house.app.deps.database;
	const userIds: string[] = [];
	for (let at = 0; at < count / 3; at++) userIds.push((await aUser(queries)).id);
	const nameOf = (at: number) => [userIds[at / 3] ?? null, `stranger-${at}`, null][at % 3] ?? null;
	const account = await fillAccount(house.stripe, count, nameOf);
	await pass(house, 2);
	const alerts: { fields: Record<string, unknown>; message: string }[] = [];
	const error: Log["error"] = (fields, message) => alerts.push({ fields, message });
	const deps = { ...house.app.deps, log: { info() {}, warn() {}, error } };
	const signal = new AbortController().signal;
	return {
		house,
		queries,
		userIds,
		account,
		/** What was logged as an error by `run`. */
		alerts,
		run: (options: RunOptions = {}): Promise<BackfillSummary> =>
			backfill(deps, { links: new Map(), signal, patience: quick, ...options }),
		user: async (id = "") => (await queries.select().from(users).where(eq(users.id, id)))[0],
		imported: async (id = "") =>
			(
				await queries.select().from(importedCustomers).where(eq(importedCustomers.customerId, id))
			)[0],
	};
}

export type OpenAccount = Awaited<ReturnType<typeof openAccount>>;

// The rows of subscriptions, each with the interval in which Stripe was seen in that state.
import { getTableColumns, inArray, sql } from "drizzle-orm";
import type { TieredObservation } from "../domain/decide-customer.ts";
import type { SubscriptionItem, TieredSubscription } from "../domain/subscription.ts";
import { subscriptions } from "./billing-tables.ts";
import type { Queries } from "./database.ts";

export async function listCustomerSubscriptions(
	queries: Queries,
	customerIds: readonly string[],
): Promise<TieredObservation[]> {
	if (customerIds.length === 0) return [];
	const rows = await queries
		.select()
		.from(subscriptions)
		.where(inArray(subscriptions.customerId, [...customerIds]));
	return rows.map(toObservation);
}

/** The same without when they were seen; none for a user who has no customer yet. */
export async function listHeldSubscriptions(
	queries: Queries,
	customerId: string | null,
): Promise<TieredSubscription[]> {
	const stored = customerId === null ? [] : await listCustomerSubscriptions(queries, [customerId]);
	return stored.map((observation) => observation.subscription);
}

const columns = getTableColumns(subscriptions);
const { id: _id, updatedAt: _at, ...overwritten } = columns;
const overwrite = Object.fromEntries(
	Object.entries(overwritten).map(([key, column]) => [key, sql.raw(`excluded."${column.name}"`)]),
);

/** Afterwards each of them stands as given; one row per subscription. */
export async function saveSubscriptions(
	tx: Queries,
	observations: readonly TieredObservation[],
): Promise<void> {
	if (observations.length === 0) return;
	await tx
		.insert(subscriptions)
		.values(observations.map(toRow))
		.onConflictDoUpdate({ target: subscriptions.id, set: { ...overwrite, updatedAt: sql`now()` } });
}

type Row = typeof subscriptions.$inferSelect;

function toRow({ subscription, lo, hi }: TieredObservation): Omit<Row, "updatedAt"> {
	const items = JSON.stringify(subscription.items);
	return { ...subscription, items, observedLo: lo, observedHi: hi };
}

function toObservation(row: Row): TieredObservation {
	const { observedLo, observedHi, updatedAt: _, ...subscription } = row;
	const items = (JSON.parse(row.items) as StoredItem[]).map(reviveItem);
	return { subscription: { ...subscription, items }, lo: observedLo, hi: observedHi };
}

type StoredItem = Omit<SubscriptionItem, "currentPeriodStartsAt" | "currentPeriodEndsAt"> & {
	currentPeriodStartsAt: string | null;
	currentPeriodEndsAt: string | null;
};

function reviveItem(item: StoredItem): SubscriptionItem {
	const { currentPeriodStartsAt: from, currentPeriodEndsAt: to } = item;
	return {
		...item,
		currentPeriodStartsAt: from === null ? null : new Date(from),
		currentPeriodEndsAt: to === null ? null : new Date(to),
	};
}

// Effects taken from the outbox for delivery, and what became of them.
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import type { Effect } from "../domain/effects.ts";
import type { Queries } from "./database.ts";
import { silencedReceivers } from "./effect-tables.ts";
import { users } from "./identity-tables.ts";
import { outbox } from "./work-tables.ts";

/** An effect that nobody else delivers until the lease is over. `attempts` counts this one too. */
export interface ClaimedEffect {
	id: number;
	key: string;
	kind: Effect["kind"];
	name: string;
	userId: string | null;
	data: Record<string, unknown>;
	attempts: number;
	madeAt: Date;
	traceparent: string | null;
}

// Longer than a carrier usually waits. Who takes longer may see it delivered a second time.
const leaseSeconds = 60;

/** Takes the effect of these kinds that is due longest; null when none is. */
export async function claimEffect(
	queries: Queries,
	kinds: readonly Effect["kind"][],
): Promise<ClaimedEffect | null> {
	const wanted = sql.join(
		kinds.map((kind) => sql`${kind}`),
		sql`, `,
	);
	const due = sql`(select id from outbox
		where status = 'pending' and run_at <= now() and kind in (${wanted})
			and (locked_until is null or locked_until < now())
		order by run_at limit 1 for update skip locked)`;
	const [row] = await queries
		.update(outbox)
		.set({
			attempts: sql`${outbox.attempts} + 1`,
			lockedUntil: sql`now() + make_interval(secs => ${leaseSeconds})`,
		})
		.where(eq(outbox.id, due))
		.returning();
	if (!row) return null;
	const { id, effectKey: key, kind, name, userId, attempts, createdAt: madeAt, traceparent } = row;
	const data = JSON.parse(row.data) as Record<string, unknown>;
	return { id, key, kind, name, userId, data, attempts, madeAt, traceparent };
}

/** Afterwards nobody tries it again. A holder whose lease was taken over changes nothing. */
export async function endEffect(
	queries: Queries,
	effect: ClaimedEffect,
	end: { status: "done" | "dead" | "skipped"; reason: string | null },
): Promise<void> {
	await queries
		.update(outbox)
		.set({
			status: end.status,
			lastError: end.reason,
			lockedUntil: null,
			doneAt: sql`now()`,
		})
		.where(heldAs(effect));
}

/** Afterwards it is due again in so many seconds. */
export async function postponeEffect(
	queries: Queries,
	effect: ClaimedEffect,
	next: { seconds: number; reason: string },
): Promise<void> {
	await queries
		.update(outbox)
		.set({
			runAt: sql`now() + make_interval(secs => ${next.seconds})`,
			lastError: next.reason,
			lockedUntil: null,
		})
		.where(heldAs(effect));
}

function heldAs(effect: ClaimedEffect) {
	return and(
		eq(outbox.id, effect.id),
		eq(outbox.attempts, effect.attempts),
		eq(outbox.status, "pending"),
	);
}

/** The address to write to now; null for none. */
export async function findAddress(queries: Queries, userId: string): Promise<string | null> {
	const [user] = await queries
		.select({ email: users.email })
		.from(users)
		.where(eq(users.id, userId));
	return user?.email ?? null;
}

export async function isSilenced(queries: Queries, receiver: string): Promise<boolean> {
	const rows = await queries
		.select()
		.from(silencedReceivers)
		.where(eq(silencedReceivers.receiver, receiver));
	return rows.length > 0;
}

export async function silence(queries: Queries, receiver: string): Promise<void> {
	await queries.insert(silencedReceivers).values({ receiver }).onConflictDoNothing();
}

/** Removes up to `limit` effects that were over so many days ago; answers how many. */
export async function deleteOldEffects(
	queries: Queries,
	{ days, limit }: { days: number; limit: number },
): Promise<number> {
	const old = queries
		.select({ id: outbox.id })
		.from(outbox)
		.where(
			and(
				inArray(outbox.status, ["done", "skipped"]),
				lt(outbox.createdAt, sql`now() - make_interval(days => ${days})`),
			),
		)
		.limit(limit);
	const deleted = await queries
		.delete(outbox)
		.where(inArray(outbox.id, old))
		.returning({ id: outbox.id });
	return deleted.length;
}

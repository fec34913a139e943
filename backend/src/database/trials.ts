// Trials: one per person, ever. The primary keys are the rule.
import { createHash } from "node:crypto";
import { and, eq, gt, inArray, isNotNull, ne, or, sql } from "drizzle-orm";
import { union } from "drizzle-orm/pg-core";
import { mailboxOf } from "../domain/person.ts";
import { trials } from "./billing-tables.ts";
import type { Queries } from "./database.ts";
import { duplicates, trialChecks, trialMarks } from "./person-tables.ts";

// As long as a Checkout session lives: who only looked does not keep the trial from anybody.
const reservationHours = 24;

/** What a person is known by again. The address itself is not kept, only its hash. */
export function marksOf(person: { email?: string | null; card?: string | null }): string[] {
	const { email, card } = person;
	return [...(email ? [`email:${hash(mailboxOf(email))}`] : []), ...(card ? [`card:${card}`] : [])];
}

function hash(text: string): string {
	return createHash("sha256").update(`tollgate trial ${text}`).digest("hex");
}

/** Whether this user, or the same person under another account, has had a trial or is opening one. */
export async function hasHadTrial(
	queries: Queries,
	user: { id: string; email: string | null },
): Promise<boolean> {
	const own = await queries
		.select({ userId: trials.userId })
		.from(trials)
		.where(eq(trials.userId, user.id));
	return own.length > 0 || isMarkTaken(queries, user.id, marksOf(user));
}

/** Whether another account holds one of these marks: by a trial, or by a session opened a moment ago. */
export async function isMarkTaken(
	queries: Queries,
	userId: string,
	marks: readonly string[],
): Promise<boolean> {
	if (marks.length === 0) return false;
	const fresh = sql`now() - make_interval(hours => ${reservationHours})`;
	const held = or(isNotNull(trialMarks.startedAt), gt(trialMarks.reservedAt, fresh));
	const rows = await queries
		.select({ mark: trialMarks.mark })
		.from(trialMarks)
		.where(and(inArray(trialMarks.mark, [...marks]), ne(trialMarks.userId, userId), held));
	return rows.length > 0;
}

/**
 * Holds the marks for this user, unless another account holds one: then nothing is held and the answer
 * is false. Of two accounts at once one gets them: the row decides.
 */
export async function reserveTrial(
	tx: Queries,
	userId: string,
	marks: readonly string[],
): Promise<boolean> {
	if (await isMarkTaken(tx, userId, marks)) return false;
	const free = or(
		eq(trialMarks.userId, userId),
		sql`${trialMarks.startedAt} is null and
			${trialMarks.reservedAt} <= now() - make_interval(hours => ${reservationHours})`,
	);
	for (const mark of [...marks].sort())
		await tx
			.insert(trialMarks)
			.values({ mark, userId, reservedAt: sql`now()` })
			.onConflictDoUpdate({
				target: trialMarks.mark,
				set: { userId, reservedAt: sql`now()` },
				...(free && { setWhere: free }),
			});
	return !(await isMarkTaken(tx, userId, marks));
}

/** Remembers the first trial, of the user and of whoever has one of the marks; later ones change nothing. */
export async function recordTrial(
	tx: Queries,
	trial: { userId: string; subscriptionId: string; startedAt: Date; marks: readonly string[] },
): Promise<void> {
	const { marks, ...row } = trial;
	await tx.insert(trials).values(row).onConflictDoNothing();
	if (marks.length === 0) return;
	const { userId, startedAt } = trial;
	await tx
		.insert(trialMarks)
		.values([...marks].sort().map((mark) => ({ mark, userId, reservedAt: startedAt, startedAt })))
		.onConflictDoUpdate({
			target: trialMarks.mark,
			set: { startedAt: sql`coalesce(${trialMarks.startedAt}, excluded.started_at)` },
		});
}

/** `trial:<id>` for those whose trial was checked, `duplicate:<id>` for those found to be one too many. */
export async function listAttended(
	queries: Queries,
	subscriptionIds: readonly string[],
): Promise<Set<string>> {
	if (subscriptionIds.length === 0) return new Set();
	const ids = [...subscriptionIds];
	const rows = await union(
		queries
			.select({ key: sql<string>`'trial:' || ${trialChecks.subscriptionId}` })
			.from(trialChecks)
			.where(inArray(trialChecks.subscriptionId, ids)),
		queries
			.select({ key: sql<string>`'duplicate:' || ${trialChecks.subscriptionId}` })
			.from(trialChecks)
			.where(and(inArray(trialChecks.subscriptionId, ids), eq(trialChecks.verdict, "pardoned"))),
		queries
			.select({ key: sql<string>`'duplicate:' || ${duplicates.subscriptionId}` })
			.from(duplicates)
			.where(inArray(duplicates.subscriptionId, ids)),
	);
	return new Set(rows.map((row) => row.key));
}

/** Remembers that the card of a trial was looked at: `again` when another account had one with it. */
export async function recordTrialCheck(
	tx: Queries,
	subscriptionId: string,
	verdict: "first" | "again",
): Promise<void> {
	await tx.insert(trialChecks).values({ subscriptionId, verdict }).onConflictDoNothing();
}

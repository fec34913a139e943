// Attempts to subscribe: stored before Stripe is asked, at most one open per user.
import { and, eq, inArray } from "drizzle-orm";
import { checkoutAttempts } from "./billing-tables.ts";
import type { Queries } from "./database.ts";

export type CheckoutAttempt = typeof checkoutAttempts.$inferSelect;

/** What is decided before Stripe is asked; `id` becomes the idempotency key. */
export interface NewCheckoutAttempt {
	id: string;
	userId: string;
	priceId: string;
	tierName: string;
	trialDays: number;
}

export async function findOpenAttempt(
	queries: Queries,
	userId: string,
): Promise<CheckoutAttempt | null> {
	const [attempt] = await queries
		.select()
		.from(checkoutAttempts)
		.where(
			and(
				eq(checkoutAttempts.userId, userId),
				inArray(checkoutAttempts.status, ["opening", "open"]),
			),
		);
	return attempt ?? null;
}

/** The attempt behind a session, if it is this user's. */
export async function findAttemptBySession(
	queries: Queries,
	key: { sessionId: string; userId: string },
): Promise<CheckoutAttempt | null> {
	const [attempt] = await queries
		.select()
		.from(checkoutAttempts)
		.where(
			and(
				eq(checkoutAttempts.stripeSessionId, key.sessionId),
				eq(checkoutAttempts.userId, key.userId),
			),
		);
	return attempt ?? null;
}

export async function recordAttempt(
	queries: Queries,
	attempt: NewCheckoutAttempt,
): Promise<CheckoutAttempt> {
	const [made] = await queries
		.insert(checkoutAttempts)
		.values({ ...attempt, status: "opening" })
		.returning();
	if (!made) throw new Error("the checkout attempt was not stored");
	return made;
}

export async function markAttemptOpen(
	queries: Queries,
	id: string,
	session: { id: string; url: string; expiresAt: Date },
): Promise<void> {
	await queries
		.update(checkoutAttempts)
		.set({
			status: "open",
			stripeSessionId: session.id,
			url: session.url,
			expiresAt: session.expiresAt,
		})
		.where(and(eq(checkoutAttempts.id, id), eq(checkoutAttempts.status, "opening")));
}

/** Ends an open attempt; one that has ended already keeps its end. */
export async function endAttempt(
	queries: Queries,
	id: string,
	status: "complete" | "expired",
): Promise<void> {
	await queries
		.update(checkoutAttempts)
		.set({ status })
		.where(and(eq(checkoutAttempts.id, id), inArray(checkoutAttempts.status, ["opening", "open"])));
}

/** The same for many sessions, as events report them. */
export async function endAttempts(
	tx: Queries,
	ended: readonly { sessionId: string; status: "complete" | "expired" }[],
): Promise<void> {
	for (const [status, group] of Map.groupBy(ended, (session) => session.status))
		await tx
			.update(checkoutAttempts)
			.set({ status })
			.where(
				and(
					inArray(
						checkoutAttempts.stripeSessionId,
						group.map((session) => session.sessionId),
					),
					inArray(checkoutAttempts.status, ["opening", "open"]),
				),
			);
}

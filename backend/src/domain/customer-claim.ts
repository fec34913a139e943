// Whom the customers of an existing Stripe account stand for: never guessed, only ever said by somebody.
import { reduceBilling } from "./billing-state.ts";
import type { Catalog } from "./catalog.ts";
import { isTerminal, type TieredSubscription } from "./subscription.ts";

/**
 * `linked` to its user · `names_nobody`: neither its metadata nor the file names a user · `no_such_user`
 * yet · `user_has_another` customer · `customer_is_anothers`: it is linked to another user than the one
 * it names, and the link wins · `deleted` in Stripe, so that it has no metadata any more.
 */
export type ClaimVerdict =
	| "linked"
	| "names_nobody"
	| "no_such_user"
	| "user_has_another"
	| "customer_is_anothers"
	| "deleted";

/** `claimedUserId` stands in the customer's metadata, or in the operator's file, which goes before it. */
export interface CustomerClaim {
	customerId: string;
	claimedUserId: string | null;
	claimedBy: "metadata" | "file" | null;
	createdAt: Date;
}

/** A claim with what is known beside it: who is linked to the customer, and whom the claim names. */
export interface ClaimCase extends CustomerClaim {
	ownerId: string | null;
	named: { userId: string; customerId: string | null } | null;
	subscriptions: readonly TieredSubscription[];
}

export interface ClaimDecision {
	customerId: string;
	verdict: ClaimVerdict;
	/** The user to be linked now; null when nothing is to be done. */
	linkTo: string | null;
}

/** All claims of one user must be among `cases`, since only one of them can win. */
export function decideClaims(cases: readonly ClaimCase[], catalog: Catalog): ClaimDecision[] {
	const open = cases.filter((one) => one.ownerId === null && one.named?.customerId === null);
	const winners = new Set<string>();
	for (const rivals of Map.groupBy(open, (one) => one.named?.userId).values())
		winners.add(strongestClaim(rivals, catalog));
	return cases.map((one) => {
		const wins = winners.has(one.customerId);
		const linkTo = wins ? (one.named?.userId ?? null) : null;
		return { customerId: one.customerId, verdict: wins ? "linked" : verdictOf(one), linkTo };
	});
}

function verdictOf({ ownerId, named, claimedUserId }: ClaimCase): ClaimVerdict {
	if (ownerId !== null) {
		const agrees = claimedUserId === null || named?.userId === ownerId;
		return agrees ? "linked" : "customer_is_anothers";
	}
	if (claimedUserId === null) return "names_nobody";
	return named ? "user_has_another" : "no_such_user";
}

type Rival = Pick<ClaimCase, "customerId" | "claimedBy" | "createdAt" | "subscriptions">;

/**
 * The customer among several that name one user: those of the file before those of metadata, then the one
 * whose subscription decides, if that has not ended, then the youngest. Never called with none.
 */
export function strongestClaim(rivals: readonly Rival[], catalog: Catalog): string {
	const ofFile = rivals.filter((one) => one.claimedBy === "file");
	const left = ofFile.length > 0 ? ofFile : rivals;
	const subscriptions = left.flatMap((one) => one.subscriptions);
	const held = { subscriptions, grants: [], now: new Date(0) };
	const { deciding } = reduceBilling(held, catalog);
	if (deciding && !isTerminal(deciding.status)) return deciding.customerId;
	const [youngest] = [...left].sort(
		(a, b) =>
			b.createdAt.getTime() - a.createdAt.getTime() || (a.customerId < b.customerId ? -1 : 1),
	);
	if (!youngest) throw new Error("a user without any claim was asked about");
	return youngest.customerId;
}

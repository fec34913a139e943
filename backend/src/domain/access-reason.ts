// Why a user may use the product, in a rule and an instant.
import { type Access, accessOf, leaseEnd } from "./access.ts";
import type { BillingState } from "./billing-state.ts";
import type { Catalog } from "./catalog.ts";

const dayMs = 86_400_000;

/** `until`: when the rule gives another answer if nothing more is heard; null when time changes nothing. */
export interface AccessReason {
	access: Access;
	rule: "grant" | "lease" | "lease_over" | "grace" | "grace_over" | "status" | "nothing_held";
	until: Date | null;
}

/** The answer of `accessOf` with the rule that gave it. */
export function explainAccess(
	billing: Pick<BillingState, "deciding" | "grant">,
	policy: Pick<Catalog, "graceDays" | "leaseHours">,
	now: Date,
): AccessReason {
	const access = accessOf(billing, policy, now);
	const { deciding, grant } = billing;
	if (grant) return { access, rule: "grant", until: grant.endsAt };
	if (!deciding) return { access, rule: "nothing_held", until: null };
	if (deciding.status === "trialing" || deciding.status === "active") {
		const ends = leaseEnd(deciding, policy);
		const until = ends.getTime() === 8.64e15 ? null : ends;
		return { access, rule: access === "full" ? "lease" : "lease_over", until };
	}
	const from = deciding.currentPeriodStartsAt;
	if (deciding.status !== "past_due" || !from) return { access, rule: "status", until: null };
	const until = new Date(from.getTime() + policy.graceDays * dayMs);
	return { access, rule: access === "grace" ? "grace" : "grace_over", until };
}

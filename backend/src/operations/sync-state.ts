// The one way by which billing state is read for a decision, and written after it.

import type { Queries } from "../database/database.ts";
import { listGrants } from "../database/grants.ts";
import { markLanesApart } from "../database/lanes.ts";
import { recordEffects } from "../database/outbox.ts";
import { findTiersOfPrices } from "../database/prices.ts";
import { listCustomerSubscriptions, saveSubscriptions } from "../database/subscriptions.ts";
import { listAttended, marksOf, recordTrial } from "../database/trials.ts";
import { type BillingChange, findUsersByCustomers, saveBillingStates } from "../database/users.ts";
import {
	type CustomerDecision,
	type CustomerView,
	hasFollowUps,
} from "../domain/decide-customer.ts";
import { effectsOf } from "../domain/effects.ts";
import { mailsOf } from "../domain/mail-effects.ts";
import type { InvoiceNotice } from "../domain/notice.ts";
import type { Observation } from "../domain/observation.ts";
import { isTerminal } from "../domain/subscription.ts";
import type { Deps } from "./deps.ts";
import { noTrace } from "./watch.ts";

/** What we hold of these customers, in a few queries however many they are. */
export async function loadCustomers(
	queries: Queries,
	customerIds: readonly string[],
): Promise<CustomerView[]> {
	const users = await findUsersByCustomers(queries, customerIds);
	const grants = await listGrants(
		queries,
		[...users.values()].map((user) => user.id),
	);
	const stored = Map.groupBy(
		await listCustomerSubscriptions(queries, customerIds),
		({ subscription }) => subscription.customerId,
	);
	const live = [...stored.values()].flat().map(({ subscription }) => subscription);
	const attended = await listAttended(
		queries,
		live.flatMap(({ id, status }) => (isTerminal(status) ? [] : id)),
	);
	return customerIds.map((customerId) => {
		const user = users.get(customerId) ?? null;
		return {
			customerId,
			user,
			stored: stored.get(customerId) ?? [],
			grants: grants.get(user?.id ?? "") ?? [],
			attended,
		};
	});
}

/** The tiers of all prices that these observations name. */
export function loadTiers(
	queries: Queries,
	observations: readonly Observation[],
): Promise<Map<string, string>> {
	const ids = observations.flatMap(({ subscription }) =>
		subscription.items.flatMap((item) => item.priceId ?? []),
	);
	return findTiersOfPrices(queries, [...new Set(ids)]);
}

/** A decision, and the reason for the audit: `events:evt_…` or `fetch:<why>`. */
export interface CausedDecision {
	decision: CustomerDecision;
	cause: string;
	/** What the events tell of invoices: for mails alone. */
	notices?: readonly InvoiceNotice[];
}

/** Afterwards the tables are as decided, and what follows from it waits in the outbox. */
export async function writeDecisions(
	deps: Pick<Deps, "log" | "clock" | "trace">,
	tx: Queries,
	decisions: readonly CausedDecision[],
): Promise<void> {
	const { trace = noTrace } = deps;
	const attributes = { customers: decisions.length };
	await trace.span({ name: "rows written", attributes }, () => writeAll(deps, tx, decisions));
}

async function writeAll(
	deps: Pick<Deps, "log" | "clock" | "trace">,
	tx: Queries,
	decisions: readonly CausedDecision[],
): Promise<void> {
	await saveSubscriptions(
		tx,
		decisions.flatMap(({ decision }) => decision.changed),
	);
	await saveBillingStates(tx, decisions.flatMap(toBillingChange));
	for (const { decision } of decisions) {
		if (decision.changed.length > 0) report(deps, decision);
		await rememberTrial(tx, decision);
	}
	const open = decisions.filter(({ decision }) => hasFollowUps(decision.followUps));
	await markLanesApart(
		tx,
		open.map(({ decision }) => decision.customerId),
		"follow-up",
	);
	const now = deps.clock.now();
	await recordEffects(
		tx,
		decisions.flatMap(({ decision, notices = [] }) => [
			...effectsOf(decision),
			...mailsOf({ decision, notices, now }),
		]),
		deps.trace?.current(),
	);
}

function toBillingChange({ decision, cause }: CausedDecision): BillingChange[] {
	const { user, billing, visible } = decision;
	if (!user || !visible) return [];
	const { status, tierName } = billing;
	return [{ user, status, tierName, subscriptionId: billing.deciding?.id ?? null, cause }];
}

async function rememberTrial(
	tx: Queries,
	{ user, visible, state }: CustomerDecision,
): Promise<void> {
	if (!user || !visible) return;
	const [first] = state
		.flatMap(({ subscription: { id, trialStartsAt } }) =>
			trialStartsAt ? [{ id, trialStartsAt }] : [],
		)
		.sort((a, b) => a.trialStartsAt.getTime() - b.trialStartsAt.getTime());
	if (first)
		await recordTrial(tx, {
			userId: user.id,
			subscriptionId: first.id,
			startedAt: first.trialStartsAt,
			marks: marksOf(user),
		});
}

function report(deps: Pick<Deps, "log">, decision: CustomerDecision): void {
	const customer = { customer_id: decision.customerId };
	// Kept under the customer, so that a link made later finds it.
	if (!decision.user) deps.log.warn(customer, "no user is linked to this customer");
	if (decision.unknownPrices.length > 0)
		deps.log.warn(
			{ ...customer, price_ids: decision.unknownPrices },
			"unknown price: the tier held before is kept",
		);
}

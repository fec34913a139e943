// What a customer's new state asks of Stripe: a second subscription is ended, a second trial is no trial.
import type { Queries } from "../database/database.ts";
import { recordDuplicate } from "../database/duplicates.ts";
import { confirmLease, type Lease, markLanesToFetch } from "../database/lanes.ts";
import { recordEffects } from "../database/outbox.ts";
import { isMarkTaken, marksOf, recordTrial, recordTrialCheck } from "../database/trials.ts";
import type { CustomerDecision } from "../domain/decide-customer.ts";
import type { Effect } from "../domain/effects.ts";
import type { TieredSubscription } from "../domain/subscription.ts";
import type { User } from "../domain/user.ts";
import {
	endSubscription,
	isBoughtHere,
	type Refunded,
	refundInvoices,
} from "../stripe/surplus-subscription.ts";
import { cardOfTrial, endTrialNow } from "../stripe/trials.ts";
import type { Deps } from "./deps.ts";

type FollowUpDeps = Pick<Deps, "database" | "stripe" | "catalog" | "log" | "livemode">;

interface Case {
	lease: Lease;
	user: User;
	subscription: TieredSubscription;
}

/**
 * Does what `decision` left to be done, for the holder of the customer's lease. Every step may be
 * repeated: Stripe is asked first, with keys that find the same object again, and our record is written
 * last. Errors: `stripe_unavailable`, to be tried again.
 */
export async function followUp(
	deps: FollowUpDeps,
	lease: Lease,
	{ user, followUps }: CustomerDecision,
): Promise<void> {
	if (!user) return;
	for (const subscription of followUps.surplus)
		await resolveDuplicate(deps, { lease, user, subscription }, followUps.keptId ?? "");
	for (const subscription of followUps.trials)
		await checkTrial(deps, { lease, user, subscription });
}

async function resolveDuplicate(deps: FollowUpDeps, found: Case, keptId: string): Promise<void> {
	const { lease, user, subscription } = found;
	const { duplicates: policy } = deps.catalog;
	// One that somebody made in Stripe's dashboard may be meant: that is for a person to decide.
	const ours = policy !== "report" && (await isBoughtHere(deps.stripe, subscription.id, user.id));
	if (ours) await endSubscription(deps.stripe, subscription.id);
	const refunded =
		ours && policy === "cancel_and_refund"
			? await refundInvoices(deps.stripe, subscription.id)
			: { amount: 0, currency: subscription.currency };
	deps.log.error(
		{
			user_id: user.id,
			kept_subscription_id: keptId,
			subscription_id: subscription.id,
			action: ours ? "canceled" : "reported",
			refunded_amount: refunded.amount,
			currency: refunded.currency,
		},
		"a user has two subscriptions",
	);
	await deps.database.transaction(async (tx) => {
		await confirmLease(tx, lease);
		await recordDuplicate(tx, {
			subscriptionId: subscription.id,
			keptSubscriptionId: keptId,
			userId: user.id,
			action: ours ? "canceled" : "reported",
			refundedAmount: refunded.amount,
			currency: refunded.currency,
		});
		if (refunded.amount > 0) await recordEffects(tx, [refundMail(found, refunded)]);
		if (ours) await markLanesToFetch(tx, [lease.lane], "duplicate");
	});
}

function refundMail({ user, subscription }: Case, refunded: Refunded): Effect {
	return {
		key: `duplicate-refunded:${subscription.id}`,
		kind: "mail",
		name: "duplicate_refunded",
		userId: user.id,
		data: { ...refunded, tier_name: subscription.tierName },
	};
}

// The e-mail was looked at before the session was opened; the card shows only now.
async function checkTrial(deps: FollowUpDeps, found: Case): Promise<void> {
	const { lease, user, subscription } = found;
	const { onReuse, compareCards } = deps.catalog.trial;
	const comparable = deps.livemode || compareCards === "always";
	const card = comparable ? await cardOfTrial(deps.stripe, subscription.id) : null;
	const marks = marksOf({ email: user.email, card });
	const again = onReuse !== "allow" && (await isMarkTaken(deps.database.queries, user.id, marks));
	if (again) {
		deps.log.warn(
			{ user_id: user.id, subscription_id: subscription.id, action: onReuse },
			"a second trial of one person",
		);
		if (onReuse === "charge") await endTrialNow(deps.stripe, subscription.id);
		else await endSubscription(deps.stripe, subscription.id);
	}
	await deps.database.transaction(async (tx) => {
		await confirmLease(tx, lease);
		await remember(tx, found, marks);
		await recordTrialCheck(tx, subscription.id, again ? "again" : "first");
		if (again) await markLanesToFetch(tx, [lease.lane], "trial");
	});
}

async function remember(tx: Queries, found: Case, marks: readonly string[]): Promise<void> {
	const { user, subscription } = found;
	const startedAt = subscription.trialStartsAt ?? subscription.startedAt;
	await recordTrial(tx, { userId: user.id, subscriptionId: subscription.id, startedAt, marks });
}

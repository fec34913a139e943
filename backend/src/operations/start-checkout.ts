// A user subscribes: at most one customer, one open Checkout session, one live subscription.
import {
	type CheckoutAttempt,
	endAttempt,
	findOpenAttempt,
	markAttemptOpen,
	recordAttempt,
} from "../database/checkout-attempts.ts";
import {
	linkCustomer,
	noteCustomerAsked,
	renewCustomerAsked,
	retireCustomer,
} from "../database/customer-links.ts";
import { listPricesOnSale } from "../database/prices.ts";
import { hasHadTrial, marksOf, reserveTrial } from "../database/trials.ts";
import { getUser } from "../database/users.ts";
import type { SellablePrice } from "../domain/catalog.ts";
import { BillingError } from "../domain/errors.ts";
import { choosePrice, type PriceRequest } from "../domain/price-choice.ts";
import { blocksCheckout } from "../domain/subscription.ts";
import type { User } from "../domain/user.ts";
import { isKeyReused } from "../stripe/call.ts";
import {
	type CheckoutSession,
	createCheckoutSession,
	expireCheckoutSession,
	expireOpenSessions,
	getCheckoutSession,
} from "../stripe/checkout-sessions.ts";
import { createCustomer, findCustomerOf, isCustomerThere } from "../stripe/customers.ts";
import type { Deps } from "./deps.ts";
import { syncCustomer } from "./sync-customer.ts";
import { adoptWaiting } from "./sync-import.ts";

type CheckoutDeps = Pick<
	Deps,
	"database" | "laneLock" | "stripe" | "catalog" | "clock" | "log" | "newId" | "baseUrl"
>;

// Stripe keeps an idempotency key for at least 24 hours.
const keyLifeMs = 23 * 3_600_000;

export interface OpenCheckout {
	url: string;
	sessionId: string;
	expiresAt: Date;
}

interface Buyer {
	userId: string;
	customerId: string;
	price: SellablePrice;
	trialDays: number;
}

/**
 * Answers the one open Checkout session of the user for this price, opened now if there is none; a
 * session for another price is ended first. A trial is offered to who never had one.
 * Errors: those of `choosePrice`; `already_subscribed` with `manage_url`; `stripe_unavailable`.
 */
export async function startCheckout(
	deps: CheckoutDeps,
	userId: string,
	request: PriceRequest,
): Promise<OpenCheckout> {
	const onSale = await listPricesOnSale(deps.database.queries);
	const price = choosePrice(request, onSale, deps.catalog);
	return deps.laneLock.withLane(`user:${userId}`, async () => {
		const user = await getUser(deps.database.queries, userId);
		const customerId = await ensureCustomer(deps, user);
		await refuseSubscribed(deps, customerId);
		const trialDays = await trialDaysFor(deps, user);
		const buyer: Buyer = { userId, customerId, price, trialDays };
		return (await reuseOpenSession(deps, buyer)) ?? openSession(deps, buyer);
	});
}

// The trial is taken before the session is opened, so that two accounts of one person get one.
async function trialDaysFor(deps: CheckoutDeps, user: User): Promise<number> {
	const { days } = deps.catalog.trial;
	if (days === 0 || (await hasHadTrial(deps.database.queries, user))) return 0;
	const marks = marksOf({ email: user.email });
	const reserved = await deps.database.transaction((tx) => reserveTrial(tx, user.id, marks));
	return reserved ? days : 0;
}

// The user's lane is held: no other call of this user creates a customer meanwhile.
async function ensureCustomer(deps: CheckoutDeps, user: User): Promise<string> {
	const { stripeCustomerId } = user;
	if (stripeCustomerId !== null && (await isCustomerThere(deps.stripe, stripeCustomerId)))
		return stripeCustomerId;
	if (stripeCustomerId !== null) await retireVanished(deps, user.id, stripeCustomerId);
	// One that a backfill found before this user was there.
	const waiting = await adoptWaiting(deps, user.id);
	if (waiting !== null) return waiting;
	const { queries } = deps.database;
	const now = deps.clock.now();
	const asked = await noteCustomerAsked(queries, user.id, now);
	const forgotten = now.getTime() - asked.since.getTime() > keyLifeMs;
	// The key of back then finds nothing any more, but the customer may exist.
	const lost = forgotten ? await findCustomerOf(deps.stripe, user, asked.since) : null;
	if (forgotten) await renewCustomerAsked(queries, user.id, now);
	const customerId = lost ?? (await createCustomer(deps.stripe, user, asked.before));
	return linkCustomer(queries, user.id, customerId);
}

// Deleted in Stripe's dashboard. The old customer stays on record, and what it had has ended there.
async function retireVanished(
	deps: CheckoutDeps,
	userId: string,
	customerId: string,
): Promise<void> {
	const attempt = await findOpenAttempt(deps.database.queries, userId);
	if (attempt) await endAttempt(deps.database.queries, attempt.id, "expired");
	await retireCustomer(deps.database, userId, customerId);
	deps.log.warn({ user_id: userId, customer_id: customerId }, "the customer is gone in Stripe");
}

// Asked of Stripe and not of our tables, since a second subscription would cost money: if Stripe
// cannot say, nothing is opened.
async function refuseSubscribed(deps: CheckoutDeps, customerId: string): Promise<void> {
	const held = await syncCustomer(deps, customerId, "fetch:checkout");
	if (held.some((subscription) => blocksCheckout(subscription.status)))
		throw new BillingError("already_subscribed", {
			extra: { manage_url: `${deps.baseUrl}/dashboard` },
		});
}

async function reuseOpenSession(deps: CheckoutDeps, buyer: Buyer): Promise<OpenCheckout | null> {
	const attempt = await findOpenAttempt(deps.database.queries, buyer.userId);
	if (!attempt) return null;
	const session = await sessionOf(deps, buyer, attempt);
	if (session?.status === "open" && isFor(attempt, buyer)) return toOpenCheckout(session);
	const ended =
		session?.status === "open" ? await expireCheckoutSession(deps.stripe, session.id) : session;
	await endAttempt(
		deps.database.queries,
		attempt.id,
		ended?.status === "complete" ? "complete" : "expired",
	);
	// Paid a moment ago, in another tab: the subscription is there now.
	if (ended?.status === "complete") await refuseSubscribed(deps, buyer.customerId);
	return null;
}

// An attempt without a session is one whose process died on the way: the same key finds its session.
async function sessionOf(
	deps: CheckoutDeps,
	buyer: Buyer,
	attempt: CheckoutAttempt,
): Promise<CheckoutSession | null> {
	if (attempt.stripeSessionId !== null)
		return getCheckoutSession(deps.stripe, attempt.stripeSessionId);
	try {
		return await openAttempt(deps, buyer.customerId, attempt);
	} catch (error) {
		// BASE_URL changed since: the session cannot be told by its key, so end whatever is open.
		if (!isKeyReused(error)) throw error;
		await expireOpenSessions(deps.stripe, buyer.customerId);
		return null;
	}
}

async function openSession(deps: CheckoutDeps, buyer: Buyer): Promise<OpenCheckout> {
	const { userId, price, trialDays } = buyer;
	const { priceId, tierName } = price;
	const order = { id: deps.newId(), userId, priceId, tierName, trialDays };
	const attempt = await recordAttempt(deps.database.queries, order);
	return toOpenCheckout(await openAttempt(deps, buyer.customerId, attempt));
}

async function openAttempt(
	deps: CheckoutDeps,
	customerId: string,
	attempt: CheckoutAttempt,
): Promise<CheckoutSession> {
	const { id: attemptId, userId, priceId, tierName, trialDays } = attempt;
	const order = { attemptId, userId, customerId, priceId, tierName, trialDays };
	const session = await createCheckoutSession(deps.stripe, { ...order, baseUrl: deps.baseUrl });
	if (session.url !== null)
		await markAttemptOpen(deps.database.queries, attemptId, { ...session, url: session.url });
	return session;
}

function isFor(attempt: CheckoutAttempt, buyer: Buyer): boolean {
	return attempt.priceId === buyer.price.priceId && attempt.trialDays === buyer.trialDays;
}

function toOpenCheckout(session: CheckoutSession): OpenCheckout {
	if (session.url === null) throw new Error("Stripe opened a checkout session without a URL");
	return { url: session.url, sessionId: session.id, expiresAt: session.expiresAt };
}

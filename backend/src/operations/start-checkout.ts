// A user subscribes: at most one customer, one open Checkout session, one live subscription.
import {
	type CheckoutAttempt,
	endAttempt,
	findOpenAttempt,
	markAttemptOpen,
	recordAttempt,
} from "../database/checkout-attempts.ts";
import { listPricesOnSale } from "../database/prices.ts";
import { hasHadTrial } from "../database/trials.ts";
import { getUser, linkCustomer } from "../database/users.ts";
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
import { createCustomer } from "../stripe/customers.ts";
import type { Deps } from "./deps.ts";
import { syncCustomer } from "./sync-customer.ts";

type CheckoutDeps = Pick<
	Deps,
	"database" | "laneLock" | "stripe" | "catalog" | "clock" | "log" | "newId" | "baseUrl"
>;

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
		const customerId = await ensureCustomer(deps, await getUser(deps.database.queries, userId));
		await refuseSubscribed(deps, customerId);
		const trialed = await hasHadTrial(deps.database.queries, userId);
		const trialDays = trialed ? 0 : deps.catalog.trial.days;
		const buyer: Buyer = { userId, customerId, price, trialDays };
		return (await reuseOpenSession(deps, buyer)) ?? openSession(deps, buyer);
	});
}

// The user's lane is held: no other call of this user creates a customer meanwhile.
async function ensureCustomer(deps: CheckoutDeps, user: User): Promise<string> {
	if (user.stripeCustomerId !== null) return user.stripeCustomerId;
	const customerId = await createCustomer(deps.stripe, user);
	return linkCustomer(deps.database.queries, user.id, customerId);
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

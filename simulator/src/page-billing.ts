// What the hosted pages see and do, answered from the running state.
import {
	answerChallenge,
	type Confirmation,
	confirmSession,
} from "./billing/checkout/confirm-session.ts";
import type { CheckoutSession, LineItem, Price, Subscription } from "./billing/core/collections.ts";
import { StripeError } from "./billing/core/stripe-error.ts";
import { readCard, rememberCard } from "./billing/payments/payment-methods.ts";
import { portalCancel, portalResume } from "./billing/portal/portal-actions.ts";
import { periodEndOf } from "./billing/subscriptions/build-subscription.ts";
import type {
	CardEntry,
	CheckoutLine,
	CheckoutView,
	ConfirmOutcome,
	PagesBilling,
	PortalSubscription,
	PortalView,
} from "./pages/pages-billing.ts";
import type { World } from "./state/world.ts";

export function createPagesBilling(world: World): PagesBilling {
	return {
		findCheckout: (id) => findCheckout(world, id),
		confirmCheckout: (id, card) => attempt(() => confirmCheckout(world, id, card)),
		answerAuthentication: (id, succeeds) =>
			attempt(() => outcomeOf(world.run((draft) => answerChallenge(draft, id, succeeds)))),
		findPortal: (id) => findPortal(world, id),
		cancelSubscription(session, id) {
			world.run((draft) => portalCancel(draft, session, id));
		},
		resumeSubscription(session, id) {
			world.run((draft) => portalResume(draft, session, id));
		},
		now: () => world.now(),
	};
}

function findCheckout(world: World, id: string): CheckoutView | undefined {
	return world.run((draft) => {
		const session = draft.get("checkout.session", id);
		const record = draft.get("checkout", id);
		if (session === undefined || record === undefined) return undefined;
		const trialEndsAt =
			draft.get("subscription", session.subscription ?? "")?.trial_end ??
			record.trialEnd ??
			(record.trialDays === null ? null : draft.now + record.trialDays * 86_400);
		return {
			session: {
				id,
				status: statusOf(session),
				cancelUrl: session.cancel_url,
				successUrl: session.success_url === null ? null : successUrl(session),
				livemode: false,
			},
			lines: record.lines.flatMap((line) => toLine(line, (key) => draft.get("product", key))),
			trialDays:
				record.trialDays ??
				(trialEndsAt === null ? 0 : Math.ceil((trialEndsAt - session.created) / 86_400)),
			trialEndsAt,
			customerEmail: session.customer_details?.email ?? session.customer_email,
			businessName: world.settings.businessName,
			amountDueToday: session.amount_total ?? 0,
			currency: session.currency ?? "usd",
			authenticationPending: record.challenged !== null,
		};
	});
}

function statusOf(session: CheckoutSession): CheckoutView["session"]["status"] {
	const words = ["complete", "expired", "open"] as const;
	return words.find((word) => word === session.status) ?? "open";
}

function successUrl(session: CheckoutSession): string {
	return (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function toLine(
	line: LineItem,
	productOf: (id: string) => { description: string | null } | undefined,
): CheckoutLine[] {
	const price = line.price;
	if (price === null) return [];
	return [
		{
			productName: line.description ?? "Product",
			description: productOf(price.product)?.description ?? null,
			unitAmount: Number(price.unit_amount_decimal ?? 0),
			currency: line.currency,
			quantity: line.quantity ?? 1,
			interval: intervalOf(price),
			intervalCount: price.recurring?.interval_count ?? 1,
		},
	];
}

function intervalOf(price: Price): CheckoutLine["interval"] {
	const words = ["day", "week", "month", "year"] as const;
	return words.find((word) => word === price.recurring?.interval) ?? "month";
}

function confirmCheckout(world: World, id: string, entry: CardEntry): ConfirmOutcome {
	const confirmation = world.run((draft) => {
		const { number, exp_month, exp_year, cvc, name } = entry;
		const card = readCard(draft, { number, exp_month, exp_year, cvc });
		if ("message" in card) return card;
		const session = draft.get("checkout.session", id);
		const email = entry.email ?? session?.customer_details?.email ?? null;
		const billing = { email, name, phone: null, address: null, tax_id: undefined };
		const method = rememberCard(draft, card, { billing });
		return confirmSession(draft, id, { method, email, name });
	});
	if ("kind" in confirmation) return outcomeOf(confirmation);
	const { code, decline_code: declineCode, message, param } = confirmation;
	return { kind: "declined", code, declineCode, message, param };
}

function outcomeOf(confirmation: Confirmation): ConfirmOutcome {
	if (confirmation.kind === "complete") {
		return { kind: "complete", redirectTo: successUrl(confirmation.session) };
	}
	if (confirmation.kind === "requires_action") return { kind: "requires_action" };
	const { code, decline_code: declineCode, message, param } = confirmation.decline;
	return { kind: "declined", code, declineCode, message, param };
}

/** A session that closed meanwhile is something to tell the person, not a failure of the server. */
function attempt(act: () => ConfirmOutcome): ConfirmOutcome {
	try {
		return act();
	} catch (problem) {
		if (problem instanceof StripeError) return { kind: "unavailable", message: problem.message };
		throw problem;
	}
}

function findPortal(world: World, id: string): PortalView | undefined {
	return world.run((draft) => {
		const session = draft.get("billing_portal.session", id);
		const customer = draft.get("customer", session?.customer ?? "");
		if (session === undefined || customer === undefined) return undefined;
		const group = `customer:${customer.id}`;
		const subscriptions = [...draft.list("subscription", { group })]
			.filter(({ status }) => status !== "incomplete" && status !== "incomplete_expired")
			.flatMap((subscription) =>
				toPortalSubscription(subscription, {
					productName: (key) => draft.get("product", key)?.name ?? "Product",
					method: draft.get(
						"payment_method",
						subscription.default_payment_method ??
							customer.invoice_settings.default_payment_method ??
							"",
					),
				}),
			);
		return {
			id,
			returnUrl: session.return_url,
			customerEmail: customer.email,
			businessName: world.settings.businessName,
			subscriptions,
			invoices: [...draft.list("invoice", { group })]
				.filter((invoice) => invoice.status !== "draft")
				.map((invoice) => ({
					id: invoice.id,
					number: invoice.number,
					createdAt: invoice.created,
					total: invoice.total,
					currency: invoice.currency,
					status: invoice.status,
				})),
		};
	});
}

interface Around {
	productName: (id: string) => string;
	method:
		| { card?: { brand: string; last4: string; exp_month: number; exp_year: number } }
		| undefined;
}

function toPortalSubscription(
	subscription: Subscription,
	{ productName, method }: Around,
): PortalSubscription[] {
	const item = subscription.items.data[0];
	if (item === undefined) return [];
	const card = method?.card;
	return [
		{
			id: subscription.id,
			status: subscription.status,
			productName: productName(item.price.product),
			unitAmount: Number(item.price.unit_amount_decimal ?? 0),
			currency: subscription.currency,
			interval: intervalOf(item.price),
			quantity: item.quantity ?? 1,
			trialEndsAt: subscription.status === "trialing" ? subscription.trial_end : null,
			currentPeriodEndsAt: periodEndOf(subscription),
			cancelsAt: subscription.cancel_at,
			paymentMethod:
				card === undefined
					? null
					: {
							brand: card.brand,
							last4: card.last4,
							expMonth: card.exp_month,
							expYear: card.exp_year,
						},
		},
	];
}

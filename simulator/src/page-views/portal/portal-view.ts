// The customer portal, from the state.

import { priceIn } from "../../billing/catalog/price-in.ts";
import type { Draft } from "../../billing/core/draft.ts";
import type {
	Customer,
	PortalConfiguration,
	PortalSession,
	Subscription,
} from "../../billing/core/objects.ts";
import { couponOf } from "../../billing/discounts/discount-terms.ts";
import { adjustableQuantity, offeredPrices } from "../../billing/portal/offered-prices.ts";
import { periodEndOf } from "../../billing/subscriptions/build-subscription.ts";
import { terminalStatuses } from "../../billing/subscriptions/status.ts";
import type {
	Allowances,
	BillingDetails,
	PortalFlow,
	PortalSubscription,
	PortalTask,
	PortalView,
} from "../../pages/portal/portal-billing.ts";
import { couponWords } from "../coupon-words.ts";
import { savedCards } from "../outcomes.ts";
import { scheduledChange } from "./scheduled-change.ts";

/** Undefined when there is no such session, or its customer is gone. */
export function portalView(draft: Draft, id: string): PortalView | undefined {
	const session = draft.get("billing_portal.session", id);
	const customer = draft.get("customer", session?.customer ?? "");
	const configuration = draft.get("billing_portal.configuration", session?.configuration ?? "");
	if (session === undefined || customer === undefined || configuration === undefined) {
		return undefined;
	}
	const group = `customer:${customer.id}`;
	const subscriptions = [...draft.list("subscription", { group })].filter(
		({ status }) => status !== "incomplete" && status !== "incomplete_expired",
	);
	const { business_profile: profile, features } = configuration;
	const chosen = customer.invoice_settings.default_payment_method;
	return {
		id,
		returnUrl: session.return_url,
		customerEmail: customer.email,
		businessName: draft.settings.businessName,
		headline: profile.headline,
		termsUrl: profile.terms_of_service_url,
		privacyUrl: profile.privacy_policy_url,
		may: allowancesOf(features),
		flow: flowOf(draft, session),
		subscriptions: subscriptions.flatMap((one) =>
			toSubscription(draft, one, { customer, features }),
		),
		cards: savedCards(draft, customer.id, chosen ?? firstMethodOf(subscriptions)),
		details: detailsOf(customer),
		invoices: [...draft.list("invoice", { group })]
			.filter((invoice) => invoice.status !== "draft")
			.map((invoice) => ({
				id: invoice.id,
				number: invoice.number,
				createdAt: invoice.created,
				total: invoice.total,
				amountDue: invoice.amount_remaining,
				currency: invoice.currency,
				status: invoice.status,
			})),
	};
}

/** What Checkout saved is a subscription's own and still the card that pays. */
function firstMethodOf(subscriptions: readonly Subscription[]): string | null {
	const live = subscriptions.filter(({ status }) => !terminalStatuses.has(status));
	return live[0]?.default_payment_method ?? null;
}

type Features = PortalConfiguration["features"];

function allowancesOf(features: Features): Allowances {
	const { subscription_cancel: cancel, customer_update: details } = features;
	const { enabled, options } = cancel.cancellation_reason;
	return {
		invoices: features.invoice_history.enabled,
		cards: features.payment_method_update.enabled,
		cancel: cancel.enabled
			? {
					mode: cancel.mode === "immediately" ? "immediately" : "at_period_end",
					reasons: enabled ? options : [],
				}
			: null,
		details: details.enabled ? details.allowed_updates : [],
	};
}

interface Around {
	customer: Customer;
	features: Features;
}

/** One subscription as the portal shows it; nothing when it has no items. */
export function toSubscription(
	draft: Draft,
	subscription: Subscription,
	{ customer, features }: Around,
): PortalSubscription[] {
	const [item, ...others] = subscription.items.data;
	if (item === undefined) return [];
	const feature = features.subscription_update;
	const ended = terminalStatuses.has(subscription.status);
	const choosable =
		offeredPrices(draft, subscription, feature).length > 1 ||
		(others.length === 0 && adjustableQuantity(item.price, feature) !== undefined);
	const { interval = "month", interval_count: intervalCount = 1 } = item.price.recurring ?? {};
	return [
		{
			id: subscription.id,
			status: subscription.status,
			productName: draft.get("product", item.price.product)?.name ?? "Product",
			unitAmount: Number(
				priceIn(draft, item.price, subscription.currency).unit_amount_decimal ?? 0,
			),
			currency: subscription.currency,
			interval,
			intervalCount,
			quantity: item.quantity ?? 1,
			otherProducts: others.length,
			trialEndsAt: subscription.status === "trialing" ? subscription.trial_end : null,
			currentPeriodEndsAt: periodEndOf(subscription),
			cancelsAt: subscription.cancel_at,
			scheduledChange: scheduledChange(draft, subscription),
			canUpdate: !ended && choosable && subscription.status !== "paused",
			discounts: subscription.discounts.map((id) => couponWords(couponOf(draft, id))),
			paymentMethod: cardOf(draft, subscription, customer),
		},
	];
}

function cardOf(
	draft: Draft,
	{ default_payment_method: own }: Subscription,
	{ invoice_settings }: Customer,
): PortalSubscription["paymentMethod"] {
	const id = own ?? invoice_settings.default_payment_method ?? "";
	const card = draft.get("payment_method", id)?.card;
	if (card === undefined) return null;
	const { brand, last4, exp_month: expMonth, exp_year: expYear } = card;
	return { brand, last4, expMonth, expYear };
}

function detailsOf({ name, email, phone, address }: Customer): BillingDetails {
	return {
		name: name ?? "",
		email: email ?? "",
		phone: phone ?? "",
		line1: address?.line1 ?? "",
		line2: address?.line2 ?? "",
		city: address?.city ?? "",
		state: address?.state ?? "",
		postal_code: address?.postal_code ?? "",
		country: address?.country ?? "",
	};
}

function flowOf(draft: Draft, { flow }: PortalSession): PortalFlow | null {
	if (flow === null) return null;
	const task = taskOf(draft, flow);
	if (task === undefined) return null;
	const { type, redirect, hosted_confirmation } = flow.after_completion;
	if (type === "redirect" && redirect !== null) {
		return { task, after: { kind: "redirect", url: redirect.return_url } };
	}
	return type === "hosted_confirmation"
		? { task, after: { kind: "message", words: hosted_confirmation?.custom_message ?? null } }
		: { task, after: { kind: "home" } };
}

function taskOf(draft: Draft, flow: NonNullable<PortalSession["flow"]>): PortalTask | undefined {
	if (flow.type === "payment_method_update") return { kind: "card" };
	if (flow.type === "customer_update") return { kind: "details" };
	const { subscription_cancel: cancel, subscription_update: update } = flow;
	if (cancel !== null) return { kind: "cancel", subscription: cancel.subscription };
	if (update !== null) return { kind: "update", subscription: update.subscription };
	const confirm = flow.subscription_update_confirm;
	const [wanted] = confirm?.items ?? [];
	if (confirm === null || wanted === undefined) return undefined;
	const items = draft.get("subscription", confirm.subscription)?.items.data ?? [];
	const current = items.find(({ id }) => id === wanted.id);
	const price = wanted.price ?? current?.price.id ?? "";
	const quantity = wanted.quantity ?? current?.quantity ?? 1;
	return {
		kind: "confirm",
		subscription: confirm.subscription,
		wanted: { price, quantity, asOf: null },
	};
}

// The customer portal, from the state.

import type { Draft } from "../../billing/core/draft.ts";
import type {
	Customer,
	Invoice,
	PortalConfiguration,
	Subscription,
} from "../../billing/core/objects.ts";
import { pauseOptions } from "../../billing/portal/portal-pause.ts";
import { terminalStatuses } from "../../billing/subscriptions/status.ts";
import type {
	Allowances,
	BillingDetails,
	PortalInvoice,
	PortalView,
} from "../../pages/portal/portal-billing.ts";
import { savedCards } from "../outcomes.ts";
import { flowOf } from "./flow-view.ts";
import { toSubscription } from "./subscription-view.ts";

/** Undefined when there is no such session, or its customer is gone. */
export function portalView(
	draft: Draft,
	id: string,
	before: string | null = null,
): PortalView | undefined {
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
		taxIds: [...draft.list("tax_id", { group })].map((one) => ({
			id: one.id,
			type: one.type,
			value: one.value,
			verification: one.verification?.status ?? "unavailable",
		})),
		...invoicesOf(draft, group, before),
		locale: session.locale,
	};
}

const invoicesPerPage = 12;

function invoicesOf(draft: Draft, group: string, before: string | null) {
	const all = [...draft.list("invoice", { group })].filter(({ status }) => status !== "draft");
	const start = before === null ? 0 : all.findIndex(({ id }) => id === before) + 1;
	const page = all.slice(start, start + invoicesPerPage);
	const isLast = start + page.length >= all.length;
	return {
		invoices: page.map(toInvoice),
		olderInvoices: isLast ? null : (page.at(-1)?.id ?? null),
		openInvoices: all
			.filter(({ status }) => status === "open" || status === "uncollectible")
			.map(toInvoice)
			.filter(({ amountDue }) => amountDue > 0),
	};
}

function toInvoice(invoice: Invoice): PortalInvoice {
	return {
		id: invoice.id,
		number: invoice.number,
		createdAt: invoice.created,
		total: invoice.total,
		amountDue: invoice.amount_remaining,
		currency: invoice.currency,
		status: invoice.status,
		tried: invoice.attempted,
	};
}

/** What Checkout saved is a subscription's own and still the card that pays. */
function firstMethodOf(subscriptions: readonly Subscription[]): string | null {
	const live = subscriptions.filter(({ status }) => !terminalStatuses.has(status));
	return live[0]?.default_payment_method ?? null;
}

type Features = PortalConfiguration["features"];

function allowancesOf(features: Features): Allowances {
	const { subscription_cancel: cancel, customer_update: details, subscription_pause } = features;
	const allowed = details.enabled ? details.allowed_updates : [];
	const { enabled: updates, default_allowed_updates: ways } = features.subscription_update;
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
		pause: subscription_pause.enabled
			? pauseOptions(subscription_pause).map(({ interval, interval_count: count }) => ({
					interval,
					count,
				}))
			: null,
		details: allowed.filter((group) => group !== "tax_id"),
		taxIds: allowed.includes("tax_id"),
		codes: updates && ways.includes("promotion_code"),
	};
}

function detailsOf({ name, email, phone, address, shipping }: Customer): BillingDetails {
	const sent = shipping?.address;
	return {
		shipping_name: shipping?.name ?? "",
		shipping_line1: sent?.line1 ?? "",
		shipping_line2: sent?.line2 ?? "",
		shipping_city: sent?.city ?? "",
		shipping_state: sent?.state ?? "",
		shipping_postal_code: sent?.postal_code ?? "",
		shipping_country: sent?.country ?? "",
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

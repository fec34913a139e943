// Builders of what billing would answer, for tests of pages alone.
import type { CheckoutLine, CheckoutView } from "../../src/pages/pages-billing.ts";
import type { PortalSubscription, PortalView } from "../../src/pages/portal/portal-billing.ts";
import type { Scene } from "../../src/pages/portal/portal-scene.ts";

/** 22 November 2026, 19:42 UTC. */
export const now = Date.UTC(2026, 10, 22, 19, 42) / 1000;
const inAWeek = now + 7 * 86_400;

export function aLine(over: Partial<CheckoutLine>): CheckoutLine {
	const { unitAmount = 7900, quantity = 1 } = over;
	return {
		id: "li_1",
		amount: unitAmount * quantity,
		adjustable: null,
		metered: false,
		productName: "Founder",
		description: null,
		unitAmount: 7900,
		currency: "usd",
		quantity: 1,
		interval: "month",
		intervalCount: 1,
		...over,
	};
}

/** An open session with a trial of seven days. */
export function aCheckout(over: Partial<CheckoutView>): CheckoutView {
	return {
		session: {
			id: "cs_test_1",
			status: "open",
			cancelUrl: "https://shop.test/pricing",
			successUrl: "https://shop.test/done?session_id={CHECKOUT_SESSION_ID}",
			livemode: false,
		},
		mode: "subscription",
		subtotal: 0,
		discounts: [],
		taxes: [],
		promotion: { allowed: false, code: null },
		recurringAmount: null,
		needsCard: true,
		cards: [],
		lines: [aLine({})],
		trialDays: 7,
		trialEndsAt: inAWeek,
		customerEmail: "ada@example.com",
		businessName: "Tollgate",
		amountDueToday: 0,
		currency: "usd",
		asked: [],
		texts: { afterSubmit: null, shipping: null, submit: null, terms: null },
		submitType: null,
		withoutCard: "create_invoice",
		locale: null,
		recoveryPath: null,
		authenticationPending: false,
		...over,
	};
}

/** In its trial, with a card on file. */
export function aSubscription(over: Partial<PortalSubscription>): PortalSubscription {
	return {
		id: "sub_1",
		status: "trialing",
		productName: "Founder",
		unitAmount: 7900,
		currency: "usd",
		interval: "month",
		intervalCount: 1,
		quantity: 1,
		items: [],
		canPause: false,
		canGoOn: false,
		resumesAt: null,
		scheduledChange: null,
		canUpdate: true,
		discounts: [],
		trialEndsAt: inAWeek,
		currentPeriodEndsAt: inAWeek,
		cancelsAt: null,
		paymentMethod: { brand: "visa", last4: "4242", expMonth: 12, expYear: 2034 },
		...over,
	};
}

export function aPortal(over: Partial<PortalView>): PortalView {
	return {
		id: "bps_1",
		returnUrl: "https://shop.test/dashboard",
		customerEmail: "ada@example.com",
		businessName: "Tollgate",
		headline: null,
		termsUrl: null,
		privacyUrl: null,
		may: {
			invoices: true,
			cards: true,
			cancel: { mode: "at_period_end", reasons: [] },
			pause: null,
			details: ["name", "email", "address"],
			taxIds: false,
			codes: false,
		},
		flow: null,
		subscriptions: [aSubscription({})],
		cards: [],
		details: {
			name: "Ada Lovelace",
			email: "ada@example.com",
			phone: "",
			line1: "",
			line2: "",
			city: "",
			state: "",
			postal_code: "",
			country: "",
			shipping_name: "",
			shipping_line1: "",
			shipping_line2: "",
			shipping_city: "",
			shipping_state: "",
			shipping_postal_code: "",
			shipping_country: "",
		},
		taxIds: [],
		invoices: [],
		olderInvoices: null,
		openInvoices: [],
		locale: null,
		...over,
	};
}

/** A visit to the portal's pages. */
export function aScene(view: PortalView): Scene {
	return { view, now, inFlow: false, problem: null };
}

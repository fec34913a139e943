import { describe, expect, test } from "vitest";
import { handledEventTypes } from "../../src/domain/stripe-event.ts";
import { readEventMeaning } from "../../src/stripe/read-event.ts";
import { aStripeEvent, aStripeSubscription, march } from "../support/stripe-objects.ts";

function meaningOf(type: string, object: unknown, fields: Record<string, unknown> = {}) {
	return readEventMeaning(JSON.stringify(aStripeEvent(type, object, fields)));
}

const subscriptionTypes = handledEventTypes.filter((type) => type.includes("subscription"));

describe("an event of a subscription", () => {
	test.each(subscriptionTypes)("%s is a sight of the second it was created in", (type) => {
		const meaning = meaningOf(type, aStripeSubscription(), { created: march + 5 });
		expect(meaning).toMatchObject({
			kind: "sight",
			observation: { lo: march + 5, hi: march + 5, subscription: { id: "sub_1" } },
		});
	});

	test.each(subscriptionTypes)("%s of another API version is a reason to fetch", (type) => {
		for (const api_version of ["2024-06-20", "2026-10-28.endive.1", null])
			expect(meaningOf(type, { id: "sub_1", object: "subscription" }, { api_version })).toEqual({
				kind: "fetch",
			});
	});

	test("on a test clock is a reason to fetch: its seconds are not ours", () => {
		const clocked = aStripeSubscription({ test_clock: "clock_1" });
		expect(meaningOf("customer.subscription.updated", clocked)).toEqual({ kind: "fetch" });
	});

	test.each([
		["without items", { items: undefined }],
		["without a customer", { customer: undefined }],
	])("%s is poison", (_what, fields) => {
		const broken = aStripeSubscription(fields);
		expect(() => meaningOf("customer.subscription.updated", broken)).toThrow();
	});
});

describe("an event beside the subscription never carries a status:", () => {
	const session = { id: "cs_1", object: "checkout.session", subscription: "sub_1" };

	test.each([
		["checkout.session.completed", "complete"],
		["checkout.session.expired", "expired"],
	])("%s ends its session as %s and is a reason to look", (type, status) => {
		expect(meaningOf(type, session)).toEqual({
			kind: "look",
			subscriptionId: "sub_1",
			endedSession: { sessionId: "cs_1", status },
		});
	});

	test("a session may carry its subscription whole, or none", () => {
		const type = "checkout.session.completed";
		const whole = { ...session, subscription: aStripeSubscription() };
		expect(meaningOf(type, whole)).toMatchObject({ subscriptionId: "sub_1" });
		expect(meaningOf(type, { ...session, subscription: null })).toMatchObject({
			kind: "look",
			subscriptionId: null,
		});
	});

	test.each(["invoice.paid", "invoice.payment_failed", "invoice.payment_action_required"])(
		"%s is a reason to look",
		(type) => {
			const parent = { subscription_details: { subscription: "sub_1" } };
			const meaning = { kind: "look", subscriptionId: "sub_1", endedSession: null, notice: null };
			expect(meaningOf(type, { object: "invoice", status: "paid", parent })).toEqual(meaning);
			const alone = meaningOf(type, { object: "invoice", parent: null });
			expect(alone).toEqual({ ...meaning, subscriptionId: null });
		},
	);

	const invoice = {
		id: "in_1",
		object: "invoice",
		number: "A-1",
		currency: "usd",
		amount_paid: 7900,
		amount_remaining: 100,
		attempt_count: 2,
		next_payment_attempt: march,
		hosted_invoice_url: "https://invoice.stripe.com/i/1",
		billing_reason: "subscription_cycle",
		parent: null,
	};
	const noticeOf = (type: string, fields: Record<string, unknown> = {}) => {
		const meaning = meaningOf(type, { ...invoice, ...fields });
		return meaning.kind === "look" ? (meaning.notice ?? null) : null;
	};

	test("an invoice tells what was paid, or what is owed and when it is tried again", () => {
		expect(noticeOf("invoice.paid")).toEqual({
			what: "paid",
			at: new Date(march * 1000),
			invoiceId: "in_1",
			number: "A-1",
			amount: 7900,
			currency: "usd",
			url: "https://invoice.stripe.com/i/1",
			attempt: 2,
			nextAttemptAt: new Date(march * 1000),
			isFirst: false,
		});
		expect(noticeOf("invoice.payment_failed")).toMatchObject({
			what: "payment_failed",
			amount: 100,
		});
		expect(
			noticeOf("invoice.payment_action_required", { billing_reason: "subscription_create" }),
		).toMatchObject({ what: "action_required", isFirst: true });
	});

	test("an invoice without what a mail needs tells nothing", () => {
		const missing = { amount_paid: "7900", currency: "US$", attempt_count: null, id: null };
		for (const [name, value] of Object.entries(missing))
			expect(noticeOf("invoice.paid", { [name]: value })).toBeNull();
	});

	test("no link of another kind comes to stand behind a button", () => {
		const urlOf = (url: unknown) => noticeOf("invoice.paid", { hosted_invoice_url: url })?.url;
		for (const url of [
			"javascript:alert(1)",
			"data:text/html,x",
			"http://example.com",
			"x",
			7,
			null,
		])
			expect(urlOf(url)).toBeNull();
		expect(urlOf("http://127.0.0.1:12111/i/1")).toBe("http://127.0.0.1:12111/i/1");
	});

	test("a deleted customer is a reason to fetch", () => {
		expect(meaningOf("customer.deleted", { id: "cus_1", object: "customer" })).toEqual({
			kind: "fetch",
		});
	});
});

test("every type that is asked for from Stripe has a meaning", () => {
	const object = { ...aStripeSubscription(), subscription: null, parent: null };
	for (const type of handledEventTypes) expect(meaningOf(type, object)).toHaveProperty("kind");
});

test("a stored payload that is no event is poison", () => {
	for (const text of ["", "null", "{}", "[1]"]) expect(() => readEventMeaning(text)).toThrow();
});

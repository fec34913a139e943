import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { toSubscription } from "../../src/stripe/to-subscription.ts";
import {
	aStripeItem,
	aStripePrice,
	aStripeSubscription,
	march,
} from "../support/stripe-objects.ts";

const at = (seconds: number) => new Date(seconds * 1000);

function read(fields: Record<string, unknown> = {}) {
	// The wire gives JSON: what it really is, the reader under test has to find out.
	return toSubscription(aStripeSubscription(fields) as unknown as Stripe.Subscription);
}

function withItem(fields: Record<string, unknown>) {
	return { items: { object: "list", data: [aStripeItem(fields)] } };
}

test("every field is found where Stripe's API version has it", () => {
	const item = {
		priceId: "price_founder",
		quantity: 1,
		interval: "month",
		unitAmount: 7900,
		currentPeriodStartsAt: at(march),
		currentPeriodEndsAt: at(march + 604_800),
	};
	expect(read({ trial_end: march + 604_800 })).toEqual({
		...item,
		items: [item],
		id: "sub_1",
		customerId: "cus_1",
		status: "trialing",
		currency: "usd",
		startedAt: at(march),
		trialStartsAt: at(march),
		trialEndsAt: at(march + 604_800),
		cancelsAt: null,
		canceledAt: null,
		endedAt: null,
	});
});

test("an expanded customer is the customer it holds", () => {
	expect(read({ customer: { id: "cus_9", object: "customer" } }).customerId).toBe("cus_9");
});

describe("the end that was asked for", () => {
	test("is cancel_at where Stripe gives one", () => {
		expect(read({ cancel_at: march + 99 }).cancelsAt).toEqual(at(march + 99));
	});

	test("is the period's end when only the flag is set", () => {
		expect(read({ cancel_at_period_end: true }).cancelsAt).toEqual(at(march + 604_800));
	});

	test("is cancel_at when both are given", () => {
		const both = { cancel_at: march + 99, cancel_at_period_end: true };
		expect(read(both).cancelsAt).toEqual(at(march + 99));
	});

	test("is null once taken back", () => {
		expect(read({ cancel_at: null, cancel_at_period_end: false }).cancelsAt).toBeNull();
	});
});

test("a price without one amount has none, and no interval when it is paid once", () => {
	const price = aStripePrice({ unit_amount: null, recurring: null });
	expect(read(withItem({ price }))).toMatchObject({ unitAmount: null, interval: null });
});

test("a metered item without a quantity counts as one", () => {
	expect(read(withItem({ quantity: undefined })).quantity).toBe(1);
});

test("a subscription without items has no price and no period", () => {
	expect(read({ items: { object: "list", data: [] } })).toMatchObject({
		priceId: null,
		currentPeriodStartsAt: null,
		currentPeriodEndsAt: null,
	});
});

test("a status that Stripe adds later is kept as it is", () => {
	expect(read({ status: "frozen" }).status).toBe("frozen");
});

describe("a payload of another shape is refused, not half read:", () => {
	test.each([
		["no items", { items: undefined }],
		["a list as items", { items: [] }],
		["an item without a price", withItem({ price: undefined })],
		["an item of null", { items: { data: [null], object: "list" }, customer: null }],
		["no customer", { customer: null }],
	])("%s", (_what, fields) => {
		expect(() => read(fields)).toThrow(TypeError);
	});
});

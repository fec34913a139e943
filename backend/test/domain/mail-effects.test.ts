import { describe, expect, test } from "vitest";
import type { TieredObservation } from "../../src/domain/decide-customer.ts";
import { mailsOf, trialReminder } from "../../src/domain/mail-effects.ts";
import type { InvoiceNotice } from "../../src/domain/notice.ts";
import type { TieredSubscription } from "../../src/domain/subscription.ts";
import { aSubscription } from "./builders.ts";

const now = new Date("2026-03-10T12:00:00Z");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const seconds = (at: Date) => at.getTime() / 1000;
const user = {
	id: "user_1",
	email: "ada@example.test",
	name: "Ada",
	stripeCustomerId: "cus_1",
	subscriptionStatus: null,
	subscriptionTier: null,
	billingVersion: 1,
};

type Fields = Partial<TieredSubscription>;
const at = (fields: Fields, lo = seconds(now)): TieredObservation => ({
	subscription: aSubscription(fields),
	lo,
	hi: lo,
});

interface Story {
	before?: Fields;
	after?: Fields;
	others?: Fields[];
	notices?: InvoiceNotice[];
	email?: string | null;
	at?: Date;
}

function tell(story: Story) {
	const { before, after, others = [], notices = [], email = user.email } = story;
	const changed = after ? [at(after)] : [];
	return mailsOf({
		decision: {
			user: { ...user, email },
			before: before ? [at(before)] : [],
			changed,
			state: [...changed, ...others.map((fields) => at(fields))],
		},
		notices,
		now: story.at ?? now,
	});
}

const namesOf = (story: Story) => tell(story).map((mail) => mail.name);

const notice = (fields: Partial<InvoiceNotice> = {}): InvoiceNotice => ({
	what: "paid",
	at: now,
	invoiceId: "in_1",
	number: "A-0001",
	amount: 7900,
	currency: "usd",
	url: "https://invoice.stripe.com/i/1",
	attempt: 1,
	nextAttemptAt: null,
	isFirst: false,
	...fields,
});

describe("changes of a subscription", () => {
	const trialing: Fields = { status: "trialing", trialEndsAt: hours(-1) };
	const table: [string, Story, string[]][] = [
		[
			"a trial that became active",
			{ before: trialing, after: { ...trialing, status: "active" } },
			["trial_ended"],
		],
		[
			"a trial that was paused",
			{ before: trialing, after: { ...trialing, status: "paused" } },
			["trial_ended"],
		],
		[
			"a trial whose first payment failed",
			{ before: trialing, after: { ...trialing, status: "past_due" } },
			[],
		],
		[
			"a trial that is over with nothing bought",
			{ before: trialing, after: { ...trialing, status: "canceled", endedAt: hours(-1) } },
			["subscription_ended"],
		],
		[
			"a cancellation at the period's end",
			{ before: {}, after: { cancelsAt: hours(100), canceledAt: now } },
			["cancellation_scheduled"],
		],
		[
			"one that was scheduled before",
			{ before: { cancelsAt: hours(100) }, after: { cancelsAt: hours(100), quantity: 2 } },
			[],
		],
		[
			"one that was taken back",
			{ before: { cancelsAt: hours(100) }, after: { cancelsAt: null } },
			[],
		],
		["an end", { before: {}, after: { status: "canceled", endedAt: now } }, ["subscription_ended"]],
		[
			"an end that was told before",
			{ before: { status: "canceled", endedAt: now }, after: { status: "canceled", endedAt: now } },
			[],
		],
		[
			"an end beside another that is held",
			{
				before: {},
				after: { status: "canceled", endedAt: now },
				others: [{ id: "sub_2", status: "active" }],
			},
			[],
		],
		[
			"an end beside another that has ended",
			{
				before: {},
				after: { status: "canceled", endedAt: now },
				others: [{ id: "sub_2", status: "canceled" }],
			},
			["subscription_ended"],
		],
		[
			"one never paid that expires",
			{ before: { status: "incomplete" }, after: { status: "incomplete_expired", endedAt: now } },
			[],
		],
		[
			"a renewal",
			{ before: { currentPeriodEndsAt: now }, after: { currentPeriodEndsAt: hours(700) } },
			[],
		],
		["an end that is seen for the first time", { after: { status: "canceled", endedAt: now } }, []],
		[
			"a cancellation that is seen for the first time",
			{ after: { cancelsAt: hours(100), canceledAt: now } },
			[],
		],
		[
			"a user without an address",
			{ before: {}, after: { status: "canceled", endedAt: now }, email: null },
			[],
		],
	];
	test.each(table)("%s", (_name, story, mails) => {
		expect(namesOf(story)).toEqual(mails);
	});

	const ending: [string, Story][] = [
		[
			"a trial",
			{ before: { status: "trialing" }, after: { status: "active", trialEndsAt: hours(-72) } },
		],
		["a cancellation", { before: {}, after: { cancelsAt: hours(500), canceledAt: hours(-72) } }],
		["an end", { before: {}, after: { status: "canceled", endedAt: hours(-72) } }],
		["a payment", { notices: [notice({ at: hours(-72) })] }],
	];
	test.each(ending)("%s is told for three days, and to the second no longer", (_name, story) => {
		expect(tell(story)).toHaveLength(1);
		expect(tell({ ...story, at: new Date(now.getTime() + 1000) })).toEqual([]);
	});

	test("an end after failed payments says so", () => {
		const after = { status: "canceled", endedAt: now };
		expect(tell({ before: { status: "past_due" }, after })[0]?.data.unpaid).toBe(true);
		expect(tell({ before: {}, after })[0]?.data.unpaid).toBe(false);
	});

	test("the same change has the same key, however it was seen and whenever", () => {
		const story = { before: {}, after: { status: "canceled", endedAt: now } };
		const [first] = tell(story);
		expect(first?.key).toBe("mail:subscription_ended:sub_1");
		expect(tell({ ...story, at: hours(20) })[0]?.key).toBe(first?.key);
	});

	test("canceling again after taking it back is a new decision, and a new mail", () => {
		const keyOf = (canceledAt: Date) =>
			tell({ before: {}, after: { cancelsAt: hours(100), canceledAt } })[0]?.key;
		expect(keyOf(hours(-2))).not.toBe(keyOf(hours(-1)));
	});
});

describe("the reminder of a trial's end", () => {
	const trial = (fields: Fields = {}) =>
		aSubscription({ status: "trialing", trialEndsAt: hours(72), ...fields });
	const reminder = (subscription: TieredSubscription, when = now) =>
		trialReminder("user_1", subscription, when);

	test("is due from three days before the end until the end", () => {
		expect(reminder(trial(), new Date(now.getTime() - 1000))).toBeNull();
		expect(reminder(trial())?.name).toBe("trial_will_end");
		expect(reminder(trial(), hours(71))?.name).toBe("trial_will_end");
		expect(reminder(trial(), hours(72))).toBeNull();
	});

	test("has one key by event and by the clock", () => {
		const [byEvent] = tell({
			before: { status: "trialing", trialEndsAt: hours(72) },
			after: { status: "trialing", trialEndsAt: hours(72) },
		});
		expect(byEvent?.key).toBe(reminder(trial(), hours(50))?.key);
	});

	test("is due by Stripe's notice also where our clock is behind Stripe's", () => {
		const after = { status: "trialing", trialEndsAt: hours(72) };
		const story = { before: { ...after, quantity: 2 }, after };
		expect(namesOf({ ...story, at: hours(-1) })).toEqual(["trial_will_end"]);
	});

	test("is sent anew for a trial that was made longer", () => {
		expect(reminder(trial())?.key).not.toBe(reminder(trial({ trialEndsAt: hours(70) }))?.key);
	});

	test("is not sent to who has canceled, nor for what is no trial", () => {
		expect(reminder(trial({ cancelsAt: hours(72) }))).toBeNull();
		expect(reminder(trial({ status: "active" }))).toBeNull();
		expect(reminder(trial({ trialEndsAt: null }))).toBeNull();
	});

	test("says the price of all items, and none where one has no single amount", () => {
		const item = aSubscription().items[0]!;
		const two = trial({ items: [item, { ...item, quantity: 3, unitAmount: 100 }] });
		expect(reminder(two)?.data).toMatchObject({ amount: 8200, interval: "month" });
		const metered = trial({ items: [item, { ...item, unitAmount: null }] });
		expect(reminder(metered)?.data.amount).toBeNull();
	});
});

describe("what events tell of invoices", () => {
	const keysOf = (...notices: InvoiceNotice[]) => tell({ notices }).map((mail) => mail.key);

	test("a payment is one receipt, and nothing for an invoice of zero", () => {
		expect(keysOf(notice())).toEqual(["mail:receipt:in_1"]);
		expect(keysOf(notice({ amount: 0 }))).toEqual([]);
	});

	test("each failed try is told once", () => {
		const failed = (attempt: number) => notice({ what: "payment_failed", attempt });
		expect(keysOf(failed(1), failed(2))).toEqual(["mail:payment:in_1:1", "mail:payment:in_1:2"]);
	});

	test("a try that waits for the bank's question asks for that, under the key of the failure", () => {
		const told = tell({
			notices: [
				notice({ what: "payment_failed" }),
				notice({ what: "action_required", attempt: 0 }),
			],
		});
		expect(told[0]).toMatchObject({ name: "action_required", key: "mail:payment:in_1:1" });
		expect(new Set(told.map((mail) => mail.key)).size).toBe(1);
	});

	test("a failure that was made good in the meantime is not told", () => {
		expect(keysOf(notice({ what: "payment_failed" }), notice())).toEqual(["mail:receipt:in_1"]);
	});

	test("a first payment that fails is shown at the checkout, not by mail", () => {
		expect(keysOf(notice({ what: "payment_failed", isFirst: true }))).toEqual([]);
		expect(keysOf(notice({ what: "action_required", isFirst: true }))).toEqual([]);
		expect(keysOf(notice({ isFirst: true }))).toHaveLength(1);
	});
});

import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BillingReply, CheckoutSessionReply } from "../../src/http/contract.ts";
import { loadCatalog } from "../../src/operations/load-catalog.ts";
import { showBilling } from "../../src/operations/show-billing.ts";
import { engines } from "../support/databases.ts";
import { lever, pass } from "../support/gaps.ts";
import { call, signUp, startTollgate, type Tollgate } from "../support/start.ts";
import { subscriptionRow } from "../support/subscribe.ts";
import { aSubscriber, priceOf, type Subscriber } from "../support/subscribers.ts";

const openCheckout = "/stripe/create-checkout-session";
const founder = { tier_name: "founder" };

describe.each(engines)("a subscription's life, on %s:", (engine) => {
	let house: Tollgate;
	beforeAll(async () => {
		house = await startTollgate(engine);
		const retrySchedule = [5, 10, 15, 20].map((days) => days * 86_400);
		await lever(house.simulator, "settings", { body: { retrySchedule } });
	});
	afterAll(() => house.close());

	/** What the user has now, in our words, once all events were applied. */
	async function held(of: Subscriber) {
		await house.settled();
		const { user, access, subscription } = await showBilling(house.app.deps, of.user.id);
		return {
			status: user.subscriptionStatus,
			tier: user.subscriptionTier,
			access,
			cancelsAt: subscription?.cancelsAt?.getTime() ?? null,
		};
	}
	const update = (of: Subscriber, params: Stripe.SubscriptionUpdateParams) =>
		house.stripe.subscriptions.update(of.subscription.id, params);
	const itemOf = (of: Subscriber) => of.subscription.items.data[0]?.id ?? "";

	test("a session that nobody pays ends, leaves nothing behind, and makes room for another", async () => {
		const ada = await signUp(house);
		const open = () =>
			call<CheckoutSessionReply>(house, openCheckout, { token: ada.token, body: founder });
		const first = await open();
		await pass(house, 1.1);
		await house.settled();
		const me = await call<BillingReply>(house, "/billing/me", { token: ada.token });
		expect(me.body).toMatchObject({ subscription_status: null, access: "blocked" });
		const second = await open();
		expect(second.status).toBe(200);
		expect(second.body.session_id).not.toBe(first.body.session_id);
	});

	test("an archived price keeps its subscribers' tier, and is sold to nobody", async () => {
		const ada = await aSubscriber(house);
		const price = await priceOf(house.stripe, "founder_month_v1");
		await house.stripe.prices.update(price, { active: false });
		await loadCatalog(house.app.deps, { push: false });
		await update(ada, { metadata: { note: "another look" } });
		await update(ada, { cancel_at_period_end: true });
		expect(await held(ada)).toMatchObject({ status: "trialing", tier: "founder", access: "full" });
		const { token } = await signUp(house);
		const refused = await call(house, openCheckout, { token, body: { price_id: price } });
		expect(refused.status).toBe(422);
		await house.stripe.prices.update(price, { active: true });
		await loadCatalog(house.app.deps, { push: false });
	});

	test("another price, another quantity and a second item count as they do in Stripe", async () => {
		const ada = await aSubscriber(house);
		const empire = await priceOf(house.stripe, "empire_month_v1");
		await update(ada, { items: [{ id: itemOf(ada), quantity: 4 }] });
		expect(await held(ada)).toMatchObject({ tier: "founder" });
		expect(await subscriptionRow(house, ada.subscription.id)).toMatchObject({ quantity: 4 });
		await update(ada, { items: [{ price: empire }] });
		expect(await held(ada)).toMatchObject({ tier: "empire", access: "full" });
		await update(ada, { items: [{ id: itemOf(ada), deleted: true }] });
		expect(await held(ada)).toMatchObject({ tier: "empire" });
		const items = (await house.stripe.subscriptions.retrieve(ada.subscription.id)).items.data;
		const freelancer = await priceOf(house.stripe, "freelancer_month_v1");
		await update(ada, { items: [{ id: items[0]?.id ?? "", price: freelancer }] });
		expect(await held(ada)).toMatchObject({ tier: "freelancer" });
	});

	test("each way of ending later is one instant, and is gone when taken back", async () => {
		const ada = await aSubscriber(house);
		const end = (ada.subscription.items.data[0]?.current_period_end ?? 0) * 1000;
		const day = Math.floor(house.simulator.now()) + 3 * 86_400;
		const steps: [Stripe.SubscriptionUpdateParams, number | null][] = [
			[{ cancel_at_period_end: true }, end],
			[{ cancel_at_period_end: false }, null],
			[{ cancel_at: day }, day * 1000],
			[{ cancel_at: "" }, null],
		];
		for (const [params, cancelsAt] of steps) {
			await update(ada, params);
			expect(await held(ada), JSON.stringify(params)).toMatchObject({ cancelsAt, access: "full" });
		}
	});

	test("paused collection changes nothing, a pause blocks, and resuming opens again", async () => {
		const ada = await aSubscriber(house, {});
		await update(ada, { pause_collection: { behavior: "void" } });
		expect(await held(ada)).toMatchObject({ status: "active", access: "full" });
		await update(ada, { pause_collection: "" });
		const terms: Partial<Stripe.SubscriptionCreateParams> = {
			trial_period_days: 1,
			trial_settings: { end_behavior: { missing_payment_method: "pause" } },
		};
		const eve = await aSubscriber(house, terms, null);
		await pass(house, 1.2);
		expect(await held(eve)).toMatchObject({ status: "paused", access: "blocked" });
		const card = await house.stripe.paymentMethods.attach("pm_card_visa", {
			customer: eve.customerId,
		});
		await update(eve, { default_payment_method: card.id });
		await house.stripe.subscriptions.resume(eve.subscription.id);
		expect(await held(eve)).toMatchObject({ status: "active", access: "full", tier: "founder" });
	});

	test("neither a dispute nor a refund takes access away by itself", async () => {
		const ada = await aSubscriber(house, {}, "pm_card_createDispute");
		await house.settled();
		const eve = await aSubscriber(house, {});
		const charges = await house.stripe.charges.list({ customer: eve.customerId });
		await house.stripe.refunds.create({ charge: charges.data[0]?.id ?? "" });
		for (const one of [ada, eve])
			expect(await held(one)).toMatchObject({ status: "active", access: "full", tier: "founder" });
	});

	test("a downgrade at the period's end keeps the tier until then", async () => {
		const ada = await aSubscriber(house, {});
		const { stripe } = house;
		const schedule = await stripe.subscriptionSchedules.create({
			from_subscription: ada.subscription.id,
		});
		const [phase] = schedule.phases;
		const freelancer = await priceOf(stripe, "freelancer_month_v1");
		await stripe.subscriptionSchedules.update(schedule.id, {
			phases: [
				{
					items: [{ price: await priceOf(stripe, "founder_month_v1") }],
					start_date: phase!.start_date,
					end_date: phase!.end_date,
				},
				{ items: [{ price: freelancer }], duration: { interval: "month", interval_count: 1 } },
			],
		});
		expect(await held(ada)).toMatchObject({ tier: "founder", access: "full" });
		await pass(house, 32);
		expect(await held(ada)).toMatchObject({ tier: "freelancer", access: "full" });
	});

	test("an upgrade whose payment fails leaves the tier that is paid", async () => {
		const ada = await aSubscriber(house, {});
		const { stripe } = house;
		const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
			customer: ada.customerId,
		});
		await update(ada, { default_payment_method: bad.id });
		await update(ada, {
			items: [{ id: itemOf(ada), price: await priceOf(stripe, "empire_month_v1") }],
			payment_behavior: "pending_if_incomplete",
			proration_behavior: "always_invoice",
		});
		expect(await held(ada)).toMatchObject({ tier: "founder", status: "active" });
	});

	test("a renewal that fails gives grace for days, then none, then ends", async () => {
		const ada = await aSubscriber(house, {});
		const bad = await house.stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
			customer: ada.customerId,
		});
		await update(ada, { default_payment_method: bad.id });
		const end = ada.subscription.items.data[0]?.current_period_end ?? 0;
		const days = (end - house.simulator.now()) / 86_400;
		await pass(house, days + 1);
		expect(await held(ada)).toMatchObject({ status: "past_due", access: "grace", tier: "founder" });
		// Stripe goes on trying for longer than the grace lasts.
		await pass(house, 7);
		expect(await held(ada)).toMatchObject({ status: "past_due", access: "blocked" });
		await pass(house, 30);
		expect(await held(ada)).toMatchObject({ status: "canceled", access: "blocked", tier: null });
	});
});

// Behaviour that nobody could record: each is a setting, and both of its values do what they say.
import { describe, expect, it } from "vitest";
import { taxesOn } from "../../src/billing/taxes/tax-lines.ts";
import { draftOf } from "../invoices/drafts.ts";
import { aCard, aVisitor } from "../pages/a-visitor.ts";
import { april, day, openTill } from "../prorations/at-a-time.ts";
import { control } from "../support/control.ts";
import { buy, openShop } from "../support/shop.ts";
import { startTest } from "../support/start.ts";

describe("entitlingStatuses", () => {
	it.each([
		[["active", "trialing"], 0],
		[["active", "trialing", "past_due"], 1],
	] as const)(
		"%j leaves a customer who is past due %i features",
		async (entitlingStatuses, count) => {
			const started = await startTest({ settings: { entitlingStatuses } });
			const { stripe } = started;
			const shop = await openShop(started);
			const { id } = await stripe.entitlements.features.create({ name: "API", lookup_key: "api" });
			await stripe.products.createFeature(shop.product.id, { entitlement_feature: id });
			const bought = await buy(started, shop);
			const customer = String(bought.customer);
			const held = async () =>
				(await stripe.entitlements.activeEntitlements.list({ customer })).data;
			expect(await held()).toHaveLength(1);
			const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
				customer,
			});
			await stripe.subscriptions.update(bought.id, { default_payment_method: failing.id });
			started.pass(32 * day);
			expect(await stripe.subscriptions.retrieve(bought.id)).toMatchObject({ status: "past_due" });
			expect(await held()).toHaveLength(count);
		},
	);
});

describe("taxRounding", () => {
	it.each([
		["half_away", [13, 1, -13]],
		["half_even", [12, 0, -12]],
	] as const)("%s makes of halves %j", (rounding, expected) => {
		const rate = { id: "txr_1", inclusive: false, percentage: 5 };
		// The fields that matter to an amount; a whole rate has a dozen more.
		const taxed = (net: number) => taxesOn(net, [rate as never], { exempt: "none", rounding });
		expect([250, 10, -250].map((net) => taxed(net)[0]?.amount)).toEqual(expected);
	});
});

describe("intervalChangePeriod", () => {
	it.each([
		["keeps_start", april + 30 * day],
		["from_anchor", april],
	] as const)("%s decides where the new period begins", async (intervalChangePeriod, start) => {
		const till = await openTill();
		await control(till.simulator, ["POST", "settings"], { body: { intervalChangePeriod } });
		const bought = await till.subscribe([await till.price(3000)]);
		till.to(40);
		const { stripe } = till;
		const yearly = await stripe.prices.create({
			product: String(bought.items.data[0]?.price.product),
			currency: "usd",
			unit_amount: 30_000,
			recurring: { interval: "year" },
		});
		const items = [{ id: bought.items.data[0]?.id ?? "", price: yearly.id }];
		const changed = await stripe.subscriptions.update(bought.id, { items });
		expect(changed.items.data[0]).toMatchObject({
			current_period_start: start,
			current_period_end: april + 365 * day,
		});
	});
});

describe("manualFinalizeSeconds", () => {
	it.each([600, 7200])("%i is how long an invoice waits for its charge", async (seconds) => {
		const till = await openTill();
		const body = { manualFinalizeSeconds: seconds };
		await control(till.simulator, ["POST", "settings"], { body });
		const invoice = await draftOf(till);
		await till.stripe.invoices.finalizeInvoice(invoice.id, { auto_advance: true });
		const status = async () => (await till.stripe.invoices.retrieve(invoice.id)).status;
		till.pass(seconds - 60);
		expect(await status()).toBe("open");
		till.pass(120);
		expect(await status()).toBe("paid");
	});
});

describe("portalCardReplacesSubscriptionCards", () => {
	it.each([true, false])("%s: a subscription's own card is replaced or stays", async (replaces) => {
		const visitor = await aVisitor();
		const body = { portalCardReplacesSubscriptionCards: replaces };
		await control(visitor.simulator, ["POST", "settings"], { body });
		const who = await visitor.subscriber();
		const home = await visitor.portal(who.customer);
		const card = async () =>
			(await visitor.stripe.subscriptions.retrieve(who.subscription)).default_payment_method;
		const before = await card();
		await visitor.submit(`${home}/payment-methods/new`, aCard("5555555555554444"));
		expect((await card()) !== before).toBe(replaces);
	});
});

describe("a list of words", () => {
	it("takes the words there are, and nothing else", async () => {
		const { simulator } = await startTest();
		const status = async (body: object) =>
			(await control(simulator, ["POST", "settings"], { body })).status;
		expect(await status({ entitlingStatuses: ["active"] })).toBe(200);
		for (const wrong of ["active", ["asleep"], [["active"]], null]) {
			expect(await status({ entitlingStatuses: wrong })).toBe(400);
		}
		expect(await status({ taxRounding: ["half_even"] })).toBe(400);
	});
});

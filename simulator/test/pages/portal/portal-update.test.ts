// Switching tier, rhythm or quantity in the portal: what is shown is what is charged.
import { describe, expect, it } from "vitest";
import { filled, query, tenDaysIn } from "../a-change.ts";
import { aVisitor, textOf } from "../a-visitor.ts";

describe("choosing", () => {
	it("offers every active recurring price, one rhythm at a time, and marks the present one", async () => {
		const { shop, path } = await tenDaysIn();
		const monthly = await shop.visit(path);
		expect(monthly.status).toBe(200);
		const text = textOf(monthly.html);
		expect(text).toContain("Founder Current $79.00 per month");
		for (const words of ["Freelancer $29.00", "Empire $199.00", "All of empire"]) {
			expect(text).toContain(words);
		}
		expect(text).not.toContain("per year");
		const yearly = textOf((await shop.visit(`${path}?rhythm=year+1`)).html);
		expect(yearly).toContain("Founder $790.00 per year Saves 16 %");
	});

	it("offers what the configuration names, and nothing else", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const price = await shop.stripe.prices.retrieve(shop.prices["empire month"]);
		const configuration = await shop.configuration({
			subscription_update: {
				enabled: true,
				default_allowed_updates: ["price"],
				proration_behavior: "always_invoice",
				products: [{ product: String(price.product), prices: [price.id] }],
			},
		});
		const home = await shop.portal(who.customer, { configuration: configuration.id });
		const path = `${home}/subscriptions/${who.subscription}/update`;
		const text = textOf((await shop.visit(path)).html);
		expect(text).toContain("Empire");
		expect(text).not.toMatch(/Freelancer|Quantity/);
		const other = `${path}/confirm?${query(shop.prices["freelancer month"])}`;
		expect((await shop.visit(other)).html).toContain("does not offer this price");
		const more = `${path}/confirm?${query(price.id, 5)}`;
		expect((await shop.visit(more)).html).toContain("does not offer this quantity");
	});

	it("is not there where the configuration does not allow it", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const { id } = await shop.configuration({});
		const home = await shop.portal(who.customer, { configuration: id });
		const { html } = await shop.visit(home);
		expect(html).not.toMatch(/Update subscription|Cancel subscription|Update information/);
		const path = `${home}/subscriptions/${who.subscription}`;
		expect((await shop.visit(`${path}/update`)).location).toBe(home);
		expect((await shop.visit(`${path}/cancel`)).status).toBe(404);
		const form = { price: shop.prices["empire month"], quantity: "1" };
		await shop.submit(`${path}/update/confirm`, form);
		const untouched = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(untouched.items.data[0]?.price.id).toBe(shop.prices["founder month"]);
	});

	it("refuses to change nothing", async () => {
		const { shop, path } = await tenDaysIn();
		const same = await shop.visit(`${path}/confirm?${query(shop.prices["founder month"])}`);
		expect(same.status).toBe(422);
		expect(same.html).toContain("That is what you have already.");
	});
});

describe("an upgrade", () => {
	it("is billed at once by exactly what the page showed, and told as an update", async () => {
		const { shop, who, path } = await tenDaysIn();
		const shown = await shop.visit(`${path}/confirm?${query(shop.prices["empire month"])}`);
		const due = /Due today \$([\d.]+)/.exec(textOf(shown.html))?.[1];
		const before = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(before.items.data[0]?.price.id).toBe(shop.prices["founder month"]);
		shop.pass(600);
		const done = await shop.submit(`${path}/confirm`, filled(shown.html));
		expect(done.status).toBe(303);
		expect((await shop.visit(done.location ?? "")).html).toContain(
			"Your subscription has been updated.",
		);
		const after = await shop.stripe.subscriptions.retrieve(who.subscription, {
			expand: ["latest_invoice"],
		});
		expect(after.items.data[0]?.price.id).toBe(shop.prices["empire month"]);
		expect(after.latest_invoice).toMatchObject({
			billing_reason: "subscription_update",
			status: "paid",
			amount_paid: Math.round(Number(due) * 100),
		});
		const events = await shop.newEvents();
		const update = events.find(({ type }) => type === "customer.subscription.updated");
		expect(update?.data.previous_attributes).toHaveProperty("items");
		const types = events.map(({ type }) => type);
		for (const type of ["invoice.paid", "charge.succeeded", "invoice.payment_succeeded"]) {
			expect(types).toContain(type);
		}
	});

	it("shows new figures instead of charging old ones when time has passed", async () => {
		const { shop, who, path } = await tenDaysIn();
		const shown = await shop.visit(`${path}/confirm?${query(shop.prices["empire month"])}`);
		shop.pass(2 * 86_400);
		const late = await shop.submit(`${path}/confirm`, filled(shown.html));
		expect(late.status).toBe(409);
		expect(late.html).toContain("the amounts have changed");
		const untouched = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(untouched.items.data[0]?.price.id).toBe(shop.prices["founder month"]);
		expect((await shop.submit(`${path}/confirm`, filled(late.html))).status).toBe(303);
	});

	it("to a yearly price is charged now and renews in a year", async () => {
		const { shop, who, path } = await tenDaysIn();
		const shown = await shop.visit(`${path}/confirm?${query(shop.prices["founder year"])}`);
		expect(textOf(shown.html)).toContain("$790.00 per year");
		await shop.submit(`${path}/confirm`, filled(shown.html));
		const { items } = await shop.stripe.subscriptions.retrieve(who.subscription);
		const [item] = items.data;
		expect(item?.price.recurring?.interval).toBe("year");
		expect((item?.current_period_end ?? 0) - shop.simulator.now()).toBeGreaterThan(340 * 86_400);
	});

	it("of the quantity bills the difference", async () => {
		const { shop, who, path } = await tenDaysIn();
		const shown = await shop.visit(`${path}/confirm?${query(shop.prices["founder month"], 3)}`);
		expect(textOf(shown.html)).toContain("Founder × 3 $237.00 per month");
		await shop.submit(`${path}/confirm`, filled(shown.html));
		const { items } = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(items.data[0]?.quantity).toBe(3);
	});

	it("previews without leaving a trace", async () => {
		const { shop, who, path } = await tenDaysIn();
		const before = await shop.stripe.subscriptions.retrieve(who.subscription);
		await shop.visit(`${path}/confirm?${query(shop.prices["empire month"])}`);
		expect(await shop.stripe.subscriptions.retrieve(who.subscription)).toEqual(before);
		expect(await shop.newEvents()).toEqual([]);
	});
});

describe("a card that does not work", () => {
	it("changes nothing and says so in place", async () => {
		const { shop, who, home, path } = await tenDaysIn();
		await shop.submit(`${home}/payment-methods/new`, cardThatFails);
		const shown = await shop.visit(`${path}/confirm?${query(shop.prices["empire month"])}`);
		const declined = await shop.submit(`${path}/confirm`, filled(shown.html));
		expect(declined.status).toBe(402);
		expect(textOf(declined.html)).toContain(
			"Your card was declined. Try a different card. Nothing was changed. Update payment method",
		);
		const untouched = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(untouched).toMatchObject({ status: "active", pending_update: null });
		expect(untouched.items.data[0]?.price.id).toBe(shop.prices["founder month"]);
	});

	it.each([true, false])(
		"that asks for 3-D Secure changes it once the bank agrees: %s",
		async (agrees) => {
			const { shop, who, home, path } = await tenDaysIn();
			const setup = await shop.submit(`${home}/payment-methods/new`, {
				...cardThatFails,
				number: "4000002760003184",
			});
			await shop.submit(setup.location ?? "", { outcome: "complete" });
			const shown = await shop.visit(`${path}/confirm?${query(shop.prices["empire month"])}`);
			const asked = await shop.submit(`${path}/confirm`, filled(shown.html));
			expect(asked.location).toMatch(/^\/authenticate\/pi_/);
			expect((await shop.visit(asked.location ?? "")).html).toContain("Confirm it&#39;s you");
			const answered = await shop.submit(asked.location ?? "", {
				outcome: agrees ? "complete" : "fail",
			});
			expect(answered.location).toMatch(/^\/i\/in_/);
			const page = textOf((await shop.visit(answered.location ?? "")).html);
			expect(page).toContain(agrees ? "Paid" : "Pay this invoice");
			const { items } = await shop.stripe.subscriptions.retrieve(who.subscription);
			const price = shop.prices[agrees ? "empire month" : "founder month"];
			expect(items.data[0]?.price.id).toBe(price);
		},
	);
});

/** Accepted, then refused at every charge. */
const cardThatFails = {
	number: "4000000000000341",
	expiry: "12 / 40",
	cvc: "123",
	name: "Ada Lovelace",
};

describe("in a trial", () => {
	it("costs nothing and lets the trial go on, unless the configuration ends it", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber({ trialDays: 7 });
		const path = `${await shop.portal(who.customer)}/subscriptions/${who.subscription}/update`;
		const shown = await shop.visit(`${path}/confirm?${query(shop.prices["empire month"])}`);
		expect(textOf(shown.html)).toMatch(/Your free trial goes on until .* Due today \$0\.00/);
		await shop.submit(`${path}/confirm`, filled(shown.html));
		const after = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(after.status).toBe("trialing");
		expect(after.items.data[0]?.price.id).toBe(shop.prices["empire month"]);
	});

	it("is charged at once where the configuration ends the trial", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber({ trialDays: 7 });
		const { id } = await shop.configuration({
			subscription_update: {
				enabled: true,
				default_allowed_updates: ["price"],
				proration_behavior: "always_invoice",
			},
		});
		const home = await shop.portal(who.customer, { configuration: id });
		const path = `${home}/subscriptions/${who.subscription}/update`;
		const shown = await shop.visit(`${path}/confirm?${query(shop.prices["empire month"])}`);
		expect(textOf(shown.html)).toMatch(/ends your free trial.*Due today \$199\.00/);
		await shop.submit(`${path}/confirm`, filled(shown.html));
		const after = await shop.stripe.subscriptions.retrieve(who.subscription, {
			expand: ["latest_invoice"],
		});
		expect(after).toMatchObject({ status: "active", latest_invoice: { amount_paid: 19900 } });
	});
});

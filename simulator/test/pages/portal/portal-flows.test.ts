// Sessions that lead to one task, cancellation with its reasons, and billing details.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { aCard, aVisitor, inputOf, textOf } from "../a-visitor.ts";

type Flow = Stripe.BillingPortal.SessionCreateParams.FlowData;

async function inFlow(
	flowFor: (who: { subscription: string; item: string }, price: string) => Flow,
) {
	const shop = await aVisitor();
	const who = await shop.subscriber();
	const flow_data = flowFor(who, shop.prices["empire month"]);
	const entry = await shop.portal(who.customer, { flow_data });
	expect(entry).toMatch(/\/flow$/);
	const { location } = await shop.visit(entry);
	return { shop, who, task: location ?? "" };
}

describe("a flow", () => {
	it("of a new card ends at the address the shop chose", async () => {
		const { shop, task } = await inFlow(() => ({
			type: "payment_method_update",
			after_completion: { type: "redirect", redirect: { return_url: "http://shop.test/thanks" } },
		}));
		const page = await shop.visit(task);
		expect(page.html).toContain("Add payment method");
		expect(page.html).not.toContain('<p class="up">');
		const action = /action="([^"]+)"/.exec(page.html)?.[1] ?? "";
		const done = await shop.submit(action.replaceAll("&amp;", "&"), aCard());
		expect(done.location).toBe("http://shop.test/thanks");
	});

	it("of cancelling ends with the shop's own words", async () => {
		const { shop, who, task } = await inFlow(({ subscription }) => ({
			type: "subscription_cancel",
			subscription_cancel: { subscription },
			after_completion: {
				type: "hosted_confirmation",
				hosted_confirmation: { custom_message: "We will miss you & yours." },
			},
		}));
		expect((await shop.visit(task)).html).toContain('href="http://shop.test/dashboard"');
		const done = await shop.submit(task, {});
		expect(done.html).toContain("We will miss you &amp; yours.");
		expect((await shop.stripe.subscriptions.retrieve(who.subscription)).cancel_at).not.toBeNull();
	});

	it("of switching leads through the choice and ends at the portal's home", async () => {
		const { shop, task } = await inFlow(({ subscription }) => ({
			type: "subscription_update",
			subscription_update: { subscription },
		}));
		const choice = await shop.visit(task);
		expect(choice.html).toContain('<input type="hidden" name="flow" value="1">');
		const price = shop.prices["empire month"];
		const path = task.replace("?flow=1", "");
		const confirm = await shop.visit(`${path}/confirm?flow=1&price=${price}&quantity=1`);
		const done = await shop.submit(`${path}/confirm?flow=1`, {
			price,
			quantity: "1",
			as_of: inputOf(confirm.html, "as_of"),
		});
		expect(done.location).toMatch(/^\/p\/session\/bps_\w+\?done=updated$/);
	});

	it("of confirming one change shows its price at once", async () => {
		const { shop, who, task } = await inFlow(({ subscription, item }, price) => ({
			type: "subscription_update_confirm",
			subscription_update_confirm: { subscription, items: [{ id: item, price }] },
			after_completion: { type: "redirect", redirect: { return_url: "http://shop.test/up" } },
		}));
		const page = await shop.visit(task);
		expect(textOf(page.html)).toContain("Empire $199.00 per month");
		const [path] = task.split("?");
		const done = await shop.submit(`${path}?flow=1`, {
			price: shop.prices["empire month"],
			quantity: "1",
			as_of: inputOf(page.html, "as_of"),
		});
		expect(done.location).toBe("http://shop.test/up");
		const { items } = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(items.data[0]?.price.id).toBe(shop.prices["empire month"]);
	});

	it.each([
		[{ type: "subscription_cancel" }, "flow_data[subscription_cancel]"],
		[
			{ type: "subscription_cancel", subscription_cancel: { subscription: "sub_nobody" } },
			"flow_data[subscription_cancel][subscription]",
		],
		[
			{ type: "payment_method_update", after_completion: { type: "redirect" } },
			"flow_data[after_completion][redirect]",
		],
	] as [Flow, string][])("%j is refused at %s", async (flow_data, param) => {
		const shop = await aVisitor();
		const { customer } = await shop.subscriber();
		const refused = shop.stripe.billingPortal.sessions.create({ customer, flow_data });
		await expect(refused).rejects.toMatchObject({ statusCode: 400, param });
	});

	it("on somebody else's subscription is refused", async () => {
		const shop = await aVisitor();
		const [mine, theirs] = [await shop.subscriber(), await shop.subscriber()];
		const refused = shop.stripe.billingPortal.sessions.create({
			customer: mine.customer,
			flow_data: {
				type: "subscription_cancel",
				subscription_cancel: { subscription: theirs.subscription },
			},
		});
		await expect(refused).rejects.toThrow("does not belong to this customer");
	});
});

describe("cancelling", () => {
	it("keeps the reason and the words that were given", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const path = `${await shop.portal(who.customer)}/subscriptions/${who.subscription}/cancel`;
		expect((await shop.visit(path)).html).toContain("It&#39;s too expensive");
		await shop.submit(path, { feedback: "too_expensive", comment: "See you <later>" });
		const ending = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(ending).toMatchObject({
			cancel_at_period_end: false,
			cancellation_details: {
				feedback: "too_expensive",
				comment: "See you <later>",
				reason: "cancellation_requested",
			},
		});
	});

	it("takes no reason that is not on offer", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const path = `${await shop.portal(who.customer)}/subscriptions/${who.subscription}/cancel`;
		await shop.submit(path, { feedback: "nonsense" });
		const ending = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(ending.cancellation_details?.feedback).toBeNull();
	});

	it("ends it at once where the configuration says so, and warns of it", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const { id } = await shop.configuration({
			subscription_cancel: { enabled: true, mode: "immediately" },
		});
		const home = await shop.portal(who.customer, { configuration: id });
		const path = `${home}/subscriptions/${who.subscription}/cancel`;
		expect(textOf((await shop.visit(path)).html)).toContain(
			"It ends now , and so does your access",
		);
		await shop.newEvents();
		await shop.submit(path, {});
		const types = (await shop.newEvents()).map(({ type }) => type);
		expect(types).toContain("customer.subscription.deleted");
	});
});

describe("billing details", () => {
	it("can be changed as far as the configuration goes", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const home = await shop.portal(who.customer);
		const form = {
			name: "Ada King",
			email: "ada@king.example",
			line1: "St James's",
			country: "gb",
		};
		const done = await shop.submit(`${home}/details`, { ...form, phone: "123" });
		expect(done.location).toBe(`${home}?done=details`);
		expect(await shop.stripe.customers.retrieve(who.customer)).toMatchObject({
			name: "Ada King",
			email: "ada@king.example",
			phone: null,
			address: { line1: "St James's", country: "GB", city: null },
		});
	});

	it("that billing refuses come back with what was typed", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const home = await shop.portal(who.customer);
		const refused = await shop.submit(`${home}/details`, { name: "Ada", country: "Great Britain" });
		expect(refused.status).toBe(422);
		expect(refused.html).toContain('value="GREAT BRITAIN"');
	});
});

describe("a configuration", () => {
	it("keeps what an update does not name, and refuses two prices of one rhythm", async () => {
		const { stripe, prices, configuration } = await aVisitor();
		const { id } = await configuration({ subscription_cancel: { enabled: true } });
		const updated = await stripe.billingPortal.configurations.update(id, {
			features: { subscription_cancel: { mode: "immediately" } },
		});
		expect(updated.features.subscription_cancel).toMatchObject({
			enabled: true,
			mode: "immediately",
		});
		const price = await stripe.prices.retrieve(prices["empire month"]);
		const twin = await stripe.prices.create({
			product: String(price.product),
			currency: "usd",
			unit_amount: 1,
			recurring: { interval: "month" },
		});
		const products = [{ product: String(price.product), prices: [price.id, twin.id] }];
		const refused = configuration({ subscription_update: { enabled: true, products } });
		await expect(refused).rejects.toThrow("different billing intervals");
	});
});

// Lists, pages, filters and expansions through the official client.
import type Stripe from "stripe";
import { expect, it } from "vitest";
import { buy, openShop } from "../support/shop.ts";
import { startTest } from "../support/start.ts";

it("pages through every record in both directions", async () => {
	const { stripe } = await startTest();
	const made: string[] = [];
	for (let index = 0; index < 25; index += 1) made.push((await stripe.customers.create({})).id);
	const all = await stripe.customers.list({ limit: 10 }).autoPagingToArray({ limit: 100 });
	expect(all.map(({ id }) => id)).toEqual([...made].reverse());
	const page = await stripe.customers.list({ limit: 5, starting_after: made[20] ?? "" });
	expect(page).toMatchObject({ has_more: true, url: "/v1/customers", object: "list" });
	expect(page.data.map(({ id }) => id)).toEqual(made.slice(15, 20).reverse());
	const back = await stripe.customers.list({ limit: 5, ending_before: made[15] ?? "" });
	expect(back.data.map(({ id }) => id)).toEqual(made.slice(16, 21).reverse());
	expect(back.has_more).toBe(true);
	const whole: string[] = [];
	for await (const { id } of stripe.customers.list({ limit: 7, ending_before: made[0] ?? "" })) {
		whole.push(id);
	}
	expect(whole).toEqual(made.slice(1));
});

it("refuses contradictory cursors, wild limits and cursors to nothing", async () => {
	const { stripe } = await startTest();
	const { id } = await stripe.customers.create({});
	for (const params of [
		{ starting_after: id, ending_before: id },
		{ limit: 101 },
		{ limit: 0 },
		{ starting_after: "cus_none" },
	]) {
		await expect(stripe.customers.list(params)).rejects.toMatchObject({ statusCode: 400 });
	}
});

it("filters each list by what its resource knows", async () => {
	const started = await startTest();
	const { stripe } = started;
	const shop = await openShop(started);
	const bought = await buy(started, shop);
	const other = await stripe.customers.create({ email: "bob@example.com" });
	const found = await stripe.prices.list({ lookup_keys: ["founder_monthly"] });
	expect(found.data.map(({ id }) => id)).toEqual([shop.price.id]);
	expect((await stripe.customers.list({ email: "bob@example.com" })).data).toHaveLength(1);
	const mine = await stripe.subscriptions.list({ customer: shop.customer.id });
	expect(mine.data.map(({ id }) => id)).toEqual([bought.id]);
	expect((await stripe.subscriptions.list({ customer: other.id })).data).toEqual([]);
	expect((await stripe.subscriptions.list({ price: "price_other" })).data).toEqual([]);
	expect((await stripe.subscriptions.list({ status: "past_due" })).data).toEqual([]);
	const cards = await stripe.customers.listPaymentMethods(shop.customer.id);
	expect(cards.data[0]?.card?.last4).toBe("4242");
	const charge = (await stripe.charges.list({ customer: shop.customer.id })).data[0];
	const payments = await stripe.invoicePayments.list({
		payment: { type: "payment_intent", payment_intent: String(charge?.payment_intent) },
	});
	expect(payments.data[0]?.invoice).toBe(bought.latest_invoice);
	const items = await stripe.subscriptionItems.list({ subscription: bought.id });
	expect(items.data[0]?.id).toBe(bought.items.data[0]?.id);
	const invoiceEvents = await stripe.events.list({ type: "invoice.*" });
	expect(invoiceEvents.data.length).toBeGreaterThan(2);
	const picked = await stripe.events.list({ types: ["invoice.paid", "customer.created"] });
	expect(new Set(picked.data.map(({ type }) => type)).size).toBe(2);
	const session = await stripe.checkout.sessions.list({ subscription: bought.id });
	expect(session.data[0]?.status).toBe("complete");
	const lines = await stripe.checkout.sessions.listLineItems(session.data[0]?.id ?? "");
	expect(lines.data[0]?.price?.id).toBe(shop.price.id);
});

it("expands along paths, through lists, and fields that are there only on request", async () => {
	const started = await startTest();
	const { stripe } = started;
	const shop = await openShop(started);
	const bought = await buy(started, shop);
	const deep = await stripe.subscriptions.retrieve(bought.id, {
		expand: [
			"customer",
			"default_payment_method",
			"items.data.price.product",
			"latest_invoice.payments",
			"latest_invoice.confirmation_secret",
		],
	});
	expect((deep.customer as Stripe.Customer).email).toBe("ada@example.com");
	expect(deep.items.data[0]?.price.product).toMatchObject({ name: "Founder" });
	const invoice = deep.latest_invoice as Stripe.Invoice;
	expect(invoice.payments?.data[0]?.status).toBe("paid");
	const alone = await stripe.invoices.retrieve(invoice.id ?? "", {
		expand: ["payments.data.payment.payment_intent"],
	});
	expect(alone.payments?.data[0]?.payment.payment_intent).toMatchObject({ status: "succeeded" });
	expect(invoice.confirmation_secret?.type).toBe("payment_intent");
	const listed = await stripe.subscriptions.list({ expand: ["data.customer"] });
	expect(listed.data[0]?.customer).toMatchObject({ id: shop.customer.id });
	const customer = await stripe.customers.retrieve(shop.customer.id, { expand: ["subscriptions"] });
	expect((customer as Stripe.Customer).subscriptions?.data[0]?.id).toBe(bought.id);
	for (const path of ["nothing", "status", "customer.name", "a.b.c.d.e"]) {
		await expect(
			stripe.subscriptions.retrieve(bought.id, { expand: [path] }),
		).rejects.toMatchObject({ statusCode: 400 });
	}
});

import { describe, expect, it } from "vitest";
import { openShop, typesOf } from "../support/shop.ts";
import { day, startTest } from "../support/start.ts";

describe("a card given as a token", () => {
	it("becomes a source of the customer, and his default when he had none", async () => {
		const { stripe, newEvents } = await startTest();
		const customer = await stripe.customers.create({});
		await newEvents();
		const card = await stripe.customers.createSource(customer.id, { source: "tok_visa" });
		expect(card).toMatchObject({ object: "card", brand: "Visa", last4: "4242" });
		expect(card.id).toMatch(/^card_/);
		expect(typesOf(await newEvents())).toEqual([
			"payment_method.attached",
			"customer.source.created",
			"customer.updated",
		]);
		const second = await stripe.customers.createSource(customer.id, { source: "tok_mastercard" });
		const shown = await stripe.customers.retrieve(customer.id, {
			expand: ["sources", "default_source"],
		});
		expect(shown).toMatchObject({
			default_source: { id: card.id, object: "card" },
			sources: { data: [{ id: second.id }, { id: card.id }] },
		});
	});

	it("is the same card as a payment method", async () => {
		const { stripe } = await startTest();
		const customer = await stripe.customers.create({ source: "tok_amex" });
		const id = String(customer.default_source);
		expect(await stripe.paymentMethods.retrieve(id)).toMatchObject({
			customer: customer.id,
			card: { brand: "amex" },
		});
		expect(await stripe.customers.retrieveSource(customer.id, id)).toMatchObject({
			brand: "American Express",
		});
		const other = await stripe.customers.create({ payment_method: "pm_card_visa" });
		expect((await stripe.customers.listSources(other.id)).data).toEqual([]);
	});

	it("pays for a subscription when nothing newer is the default", async () => {
		const started = await startTest();
		const { stripe, newEvents } = started;
		const { price } = await openShop(started);
		const customer = await stripe.customers.create({ source: "tok_visa" });
		expect(typesOf(await newEvents()).slice(-3)).toEqual([
			"payment_method.attached",
			"customer.source.created",
			"customer.created",
		]);
		const subscription = await stripe.subscriptions.create({
			customer: customer.id,
			items: [{ price: price.id }],
		});
		expect(subscription.status).toBe("active");
	});

	it("is refused when the bank refuses it, and when there is no such token", async () => {
		const { stripe } = await startTest();
		const customer = await stripe.customers.create({});
		await expect(
			stripe.customers.createSource(customer.id, { source: "tok_chargeDeclined" }),
		).rejects.toMatchObject({ statusCode: 402, code: "card_declined" });
		for (const source of ["tok_nobody", "pm_card_visa"]) {
			await expect(stripe.customers.createSource(customer.id, { source })).rejects.toMatchObject({
				statusCode: 400,
				code: "resource_missing",
				param: "source",
			});
		}
		expect((await stripe.customers.listSources(customer.id)).data).toEqual([]);
	});
});

describe("a source", () => {
	it("can be changed, and the event tells what was", async () => {
		const { stripe, newEvents } = await startTest();
		const customer = await stripe.customers.create({ source: "tok_visa" });
		const id = String(customer.default_source);
		await newEvents();
		const card = await stripe.customers.updateSource(customer.id, id, {
			name: "Ada",
			address_city: "London",
			exp_year: "2040",
			metadata: { foo: "bar" },
		});
		expect(card).toMatchObject({ name: "Ada", address_city: "London", exp_year: 2040 });
		const events = await newEvents();
		expect(typesOf(events)).toEqual(["customer.source.updated"]);
		expect(events[0]?.data.previous_attributes).toMatchObject({
			name: null,
			address_city: null,
			metadata: { foo: null },
		});
	});

	it("leaves with its event, and the one added last becomes the default", async () => {
		const { stripe, newEvents } = await startTest();
		const customer = await stripe.customers.create({ source: "tok_visa" });
		const second = await stripe.customers.createSource(customer.id, { source: "tok_mastercard" });
		await newEvents();
		const first = String(customer.default_source);
		expect(await stripe.customers.deleteSource(customer.id, first)).toMatchObject({
			id: first,
			object: "card",
			deleted: true,
		});
		expect(typesOf(await newEvents())).toEqual([
			"payment_method.detached",
			"customer.source.deleted",
			"customer.updated",
		]);
		expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
			default_source: second.id,
		});
		await stripe.paymentMethods.detach(second.id);
		expect(typesOf(await newEvents())).toContain("customer.source.deleted");
		expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ default_source: null });
	});

	it("of somebody else is not found", async () => {
		const { stripe } = await startTest();
		const ada = await stripe.customers.create({ source: "tok_visa" });
		const bob = await stripe.customers.create({});
		const id = String(ada.default_source);
		await expect(stripe.customers.retrieveSource(bob.id, id)).rejects.toMatchObject({
			statusCode: 404,
			code: "resource_missing",
		});
		await expect(stripe.customers.update(bob.id, { default_source: id })).rejects.toMatchObject({
			statusCode: 400,
			param: "default_source",
		});
	});
});

describe("a new source on the customer", () => {
	it("takes the place of the old one and pays what is overdue", async () => {
		const started = await startTest();
		const { stripe, newEvents, pass } = started;
		const { price } = await openShop(started);
		const customer = await stripe.customers.create({ source: "tok_visa" });
		const { id } = await stripe.subscriptions.create({
			customer: customer.id,
			items: [{ price: price.id }],
		});
		const failing = await stripe.customers.update(customer.id, {
			source: "tok_chargeCustomerFail",
		});
		expect(failing.default_source).not.toBe(customer.default_source);
		pass(32 * day);
		expect((await stripe.subscriptions.retrieve(id)).status).toBe("past_due");
		await newEvents();
		await stripe.customers.update(customer.id, { source: "tok_visa" });
		expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
		expect(typesOf(await newEvents()).slice(0, 5)).toEqual([
			"payment_method.attached",
			"customer.source.created",
			"payment_method.detached",
			"customer.source.deleted",
			"customer.updated",
		]);
	});
});

// What a customer takes with him when he is deleted.
import { describe, expect, it } from "vitest";
import { openShop, typesOf } from "../support/shop.ts";
import { errorOf, openTill } from "./till.ts";

describe("a deleted customer", () => {
	it("ends his subscriptions, lets his cards go, and remains a stub", async () => {
		const till = await openTill();
		const { customer, newEvents, stripe } = till;
		const { price } = await openShop(till);
		const method = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
		const subscriptions = [];
		for (let count = 0; count < 2; count += 1) {
			subscriptions.push(
				await stripe.subscriptions.create({
					customer: customer.id,
					items: [{ price: price.id }],
					default_payment_method: method.id,
				}),
			);
		}
		till.pass(30);
		await newEvents();
		expect(await stripe.customers.del(customer.id)).toMatchObject({ deleted: true });
		const events = await newEvents();
		expect(typesOf(events)).toEqual([
			"customer.subscription.deleted",
			"customer.subscription.deleted",
			"payment_method.detached",
			"customer.deleted",
		]);
		expect(events.at(-1)?.data.object).toMatchObject({ email: "ada@example.com" });
		expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
			id: customer.id,
			object: "customer",
			deleted: true,
		});
		expect((await stripe.paymentMethods.retrieve(method.id)).customer).toBeNull();
		const ended = await stripe.subscriptions.retrieve(String(subscriptions[0]?.id), {
			expand: ["customer"],
		});
		expect(ended).toMatchObject({
			status: "canceled",
			customer: { id: customer.id, deleted: true },
		});
		const listed = (await stripe.customers.list()).data.map(({ id }) => id);
		expect(listed).not.toContain(customer.id);
	});

	it("takes no more writes, by path or by parameter", async () => {
		const { customer, pay, stripe } = await openTill();
		await stripe.customers.del(customer.id);
		for (const call of [
			stripe.customers.update(customer.id, { name: "Ada" }),
			stripe.customers.del(customer.id),
			stripe.customers.listPaymentMethods(customer.id),
		]) {
			expect(await errorOf(call)).toMatchObject({ statusCode: 404, code: "resource_missing" });
		}
		for (const call of [
			stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id }),
			pay("pm_card_visa", { customer: customer.id }),
			stripe.setupIntents.create({ customer: customer.id }),
		]) {
			expect(await errorOf(call)).toMatchObject({
				statusCode: 400,
				code: "resource_missing",
				param: "customer",
			});
		}
	});
});

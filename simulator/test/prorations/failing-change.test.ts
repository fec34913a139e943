import { describe, expect, it } from "vitest";
import { typesOf } from "../support/shop.ts";
import { april, day, itemOf, openTill, type Till } from "./at-a-time.ts";

async function upgrade(
	till: Till,
	payment_behavior:
		| "allow_incomplete"
		| "default_incomplete"
		| "error_if_incomplete"
		| "pending_if_incomplete",
) {
	const { stripe, customer } = till;
	const [basic, pro] = [await till.price(3000), await till.price(6000)];
	const bought = await till.subscribe([basic]);
	const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
		customer: customer.id,
	});
	await stripe.subscriptions.update(bought.id, { default_payment_method: failing.id });
	till.to(15);
	await till.newEvents();
	const changing = stripe.subscriptions.update(bought.id, {
		items: [{ id: itemOf(bought), price: pro.id }],
		proration_behavior: "always_invoice",
		payment_behavior,
		expand: ["latest_invoice"],
	});
	return { bought, changing, pro };
}

describe("a change whose payment fails", () => {
	it("stays, with the subscription past due, when it may be incomplete", async () => {
		const till = await openTill();
		const { changing, pro } = await upgrade(till, "allow_incomplete");
		const changed = await changing;
		expect(changed).toMatchObject({
			status: "past_due",
			items: { data: [{ price: { id: pro.id } }] },
			latest_invoice: { status: "open", attempt_count: 1 },
		});
	});

	it("is left to the customer when the caller says so", async () => {
		const till = await openTill();
		const { changing, pro } = await upgrade(till, "default_incomplete");
		expect(await changing).toMatchObject({
			status: "past_due",
			items: { data: [{ price: { id: pro.id } }] },
			latest_invoice: { status: "open", attempt_count: 0, attempted: false },
		});
		expect(typesOf(await till.newEvents())).not.toContain("charge.failed");
	});

	it("never happened when it must not be incomplete", async () => {
		const till = await openTill();
		const { bought, changing } = await upgrade(till, "error_if_incomplete");
		await expect(changing).rejects.toMatchObject({ statusCode: 402, code: "card_declined" });
		expect(typesOf(await till.newEvents())).toEqual([]);
		const still = await till.stripe.subscriptions.retrieve(bought.id);
		expect(still.latest_invoice).toBe(bought.latest_invoice);
	});

	it("waits as a pending update until it is paid", async () => {
		const till = await openTill();
		const { bought, changing, pro } = await upgrade(till, "pending_if_incomplete");
		const held = await changing;
		expect(held).toMatchObject({
			status: "active",
			items: { data: [{ price: { id: bought.items.data[0]?.price.id } }] },
			latest_invoice: { status: "open" },
			pending_update: {
				expires_at: april + 15 * day + 23 * 3600,
				subscription_items: [{ id: itemOf(bought), price: { id: pro.id } }],
			},
		});
		await till.newEvents();
		const visa = await till.stripe.paymentMethods.attach("pm_card_visa", {
			customer: till.customer.id,
		});
		const invoice = held.latest_invoice;
		if (invoice === null || typeof invoice === "string") throw new Error("not expanded");
		await till.stripe.invoices.pay(invoice.id, { payment_method: visa.id });
		const events = await till.newEvents();
		expect(typesOf(events).slice(-2)).toEqual([
			"customer.subscription.updated",
			"customer.subscription.pending_update_applied",
		]);
		const applied = await till.stripe.subscriptions.retrieve(bought.id);
		expect(applied).toMatchObject({
			status: "active",
			pending_update: null,
			items: { data: [{ price: { id: pro.id } }] },
		});
	});

	it("is dropped with its invoice when a pending update expires", async () => {
		const till = await openTill();
		const { bought, changing } = await upgrade(till, "pending_if_incomplete");
		const held = await changing;
		await till.newEvents();
		till.pass(24 * 3600);
		const events = await till.newEvents();
		expect(typesOf(events)).toEqual([
			"payment_intent.canceled",
			"invoice.updated",
			"invoice.voided",
			"customer.subscription.updated",
			"customer.subscription.pending_update_expired",
		]);
		const after = await till.stripe.subscriptions.retrieve(bought.id);
		expect(after).toMatchObject({ status: "active", pending_update: null });
		expect(after.items.data[0]?.price.id).not.toBe(
			held.pending_update?.subscription_items?.[0]?.price.id,
		);
	});
});

// SEPA debits: the bank takes its time, and may say no.
import { describe, expect, it } from "vitest";
import { typesOf } from "../support/shop.ts";
import { errorOf, openTill, type Till } from "./till.ts";

async function debit(till: Till, iban: string) {
	const method = await till.stripe.paymentMethods.create({
		type: "sepa_debit",
		sepa_debit: { iban },
		billing_details: { name: "Bob", email: "bob@example.com" },
	});
	await till.newEvents();
	return till.pay(method.id, {
		currency: "eur",
		allowed_payment_method_types: ["sepa_debit"],
	});
}

describe("a bank debit", () => {
	it("is processing until the bank has paid", async () => {
		const till = await openTill();
		const intent = await debit(till, "AT321904300235473204");
		expect(intent.status).toBe("processing");
		expect(typesOf(await till.newEvents())).toEqual([
			"payment_intent.created",
			"charge.pending",
			"payment_intent.processing",
		]);
		const early = await errorOf(till.stripe.paymentIntents.cancel(intent.id));
		expect(early.code).toBe("payment_intent_unexpected_state");
		till.pass(181);
		expect(typesOf(await till.newEvents())).toEqual([
			"charge.succeeded",
			"payment_intent.succeeded",
		]);
		const paid = await till.stripe.paymentIntents.retrieve(intent.id, {
			expand: ["latest_charge"],
		});
		expect(paid.latest_charge).toMatchObject({
			status: "succeeded",
			payment_method_details: { type: "sepa_debit", sepa_debit: { country: "AT" } },
		});
	});

	it("that the bank refuses wants another method", async () => {
		const till = await openTill();
		const intent = await debit(till, "AT861904300235473202");
		expect(await till.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
			status: "requires_payment_method",
			amount_received: 0,
			last_payment_error: { code: "payment_intent_payment_attempt_failed" },
		});
		expect(typesOf(await till.newEvents()).slice(-2)).toEqual([
			"charge.failed",
			"payment_intent.payment_failed",
		]);
	});

	it("needs an account number that can be one, and an intent that takes it", async () => {
		const till = await openTill();
		const wrong = await errorOf(debit(till, "AT001904300235473204"));
		expect(wrong).toMatchObject({ statusCode: 400, param: "sepa_debit[iban]" });
		const method = await till.stripe.paymentMethods.create({
			type: "sepa_debit",
			sepa_debit: { iban: "DE89370400440532013000" },
		});
		expect((await errorOf(till.pay(method.id))).param).toBe("payment_method");
	});

	it("lets a subscription run at once, and fall behind when the bank refuses", async () => {
		const till = await openTill();
		const { customer, stripe } = till;
		const product = await stripe.products.create({ name: "Founder" });
		const recurring = { interval: "month" } as const;
		const terms = { product: product.id, currency: "eur", unit_amount: 2900, recurring };
		const price = await stripe.prices.create(terms);
		const method = await stripe.paymentMethods.create({
			type: "sepa_debit",
			sepa_debit: { iban: "AT051904300235473205" },
		});
		await stripe.paymentMethods.attach(method.id, { customer: customer.id });
		const made = await stripe.subscriptions.create({
			customer: customer.id,
			items: [{ price: price.id }],
			default_payment_method: method.id,
			expand: ["latest_invoice"],
		});
		expect(made).toMatchObject({ status: "active", latest_invoice: { status: "open" } });
		till.pass(181);
		expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("past_due");
	});
});

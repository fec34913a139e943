import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { startTest } from "../support/start.ts";

async function attemptsOf(stripe: Stripe, setup_intent: string) {
	return (await stripe.setupAttempts.list({ setup_intent })).data;
}

describe("a setup attempt", () => {
	it("tells how each try went, newest first, and is the intent's latest", async () => {
		const { stripe } = await startTest();
		const customer = (await stripe.customers.create({})).id;
		const intent = await stripe.setupIntents.create({ customer });
		expect(intent.latest_attempt).toBeNull();
		const refusal = stripe.setupIntents.confirm(intent.id, {
			payment_method: "pm_card_chargeDeclined",
		});
		await expect(refusal).rejects.toMatchObject({ statusCode: 402 });
		const ready = await stripe.setupIntents.confirm(intent.id, {
			payment_method: "pm_card_visa",
			expand: ["latest_attempt"],
		});
		expect(ready.latest_attempt).toMatchObject({
			object: "setup_attempt",
			status: "succeeded",
			payment_method: ready.payment_method,
			payment_method_details: { type: "card", card: { last4: "4242" } },
		});
		const attempts = await attemptsOf(stripe, intent.id);
		expect(attempts.map(({ status, setup_error }) => [status, setup_error?.code])).toEqual([
			["succeeded", undefined],
			["failed", "card_declined"],
		]);
	});

	it("waits for the person at his bank, and ends as he answers", async () => {
		const { simulator, stripe } = await startTest();
		const answer = (id: string, succeeds: boolean) =>
			fetch(`${simulator.url}/_simulator/intents/${id}/authentication`, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({ succeeds }),
			});
		const intent = await stripe.setupIntents.create({
			payment_method: "pm_card_authenticationRequired",
			confirm: true,
		});
		expect((await attemptsOf(stripe, intent.id)).map(({ status }) => status)).toEqual([
			"requires_action",
		]);
		await answer(intent.id, false);
		await stripe.setupIntents.confirm(intent.id, {
			payment_method: "pm_card_authenticationRequired",
		});
		await answer(intent.id, true);
		const [passed, failed] = await attemptsOf(stripe, intent.id);
		expect(failed?.status).toBe("failed");
		expect(passed?.status).toBe("succeeded");
		expect(passed?.payment_method_details.card?.three_d_secure?.result).toBe("authenticated");
	});

	it("is abandoned when the intent is canceled or another card is tried", async () => {
		const { stripe } = await startTest();
		const intent = await stripe.setupIntents.create({
			payment_method: "pm_card_authenticationRequired",
			confirm: true,
		});
		await stripe.setupIntents.confirm(intent.id, {
			payment_method: "pm_card_authenticationRequired",
		});
		await stripe.setupIntents.cancel(intent.id);
		expect((await attemptsOf(stripe, intent.id)).map(({ status }) => status)).toEqual([
			"abandoned",
			"abandoned",
		]);
		await expect(attemptsOf(stripe, "seti_nobody")).rejects.toMatchObject({
			statusCode: 400,
			param: "setup_intent",
		});
	});
});

describe("a mandate", () => {
	const account = {
		type: "sepa_debit",
		sepa_debit: { iban: "DE89370400440532013000" },
		billing_details: { name: "Ada", email: "ada@example.com" },
	};

	it("records how the customer agreed to be debited, once for each account", async () => {
		const { stripe, pass } = await startTest();
		const customer = (await stripe.customers.create({})).id;
		const intent = await stripe.setupIntents.create({
			customer,
			allowed_payment_method_types: ["sepa_debit"],
			payment_method_data: account,
			confirm: true,
			mandate_data: {
				customer_acceptance: {
					type: "online",
					online: { ip_address: "127.0.0.1", user_agent: "Test" },
				},
			},
		});
		const mandate = await stripe.mandates.retrieve(String(intent.mandate));
		expect(mandate).toMatchObject({
			status: "active",
			type: "multi_use",
			payment_method: intent.payment_method,
			customer_acceptance: { type: "online", online: { ip_address: "127.0.0.1" } },
		});
		const paid = await stripe.paymentIntents.create({
			amount: 1000,
			currency: "eur",
			customer,
			allowed_payment_method_types: ["sepa_debit"],
			payment_method: String(intent.payment_method),
			confirm: true,
		});
		pass(300);
		const charge = await stripe.charges.retrieve(String(paid.latest_charge));
		expect(charge.payment_method_details?.sepa_debit?.mandate).toBe(mandate.id);
	});

	it("is not needed for a card, and is not found where there is none", async () => {
		const { stripe } = await startTest();
		const intent = await stripe.setupIntents.create({
			payment_method: "pm_card_visa",
			confirm: true,
		});
		expect(intent.mandate).toBeNull();
		await expect(stripe.mandates.retrieve("mandate_nobody")).rejects.toMatchObject({
			statusCode: 404,
			code: "resource_missing",
		});
	});
});

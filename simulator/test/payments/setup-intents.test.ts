// Setup intents over the API: a card made ready for later.
import { describe, expect, it } from "vitest";
import { typesOf } from "../support/shop.ts";
import { errorOf, openTill } from "./till.ts";

describe("a setup intent", () => {
	it("saves a good card for its customer", async () => {
		const { customer, newEvents, stripe } = await openTill();
		const ready = await stripe.setupIntents.create({
			customer: customer.id,
			payment_method: "pm_card_visa",
			confirm: true,
		});
		expect(ready).toMatchObject({ status: "succeeded", usage: "off_session" });
		expect(typesOf(await newEvents())).toEqual([
			"setup_intent.created",
			"setup_intent.succeeded",
			"payment_method.attached",
		]);
		const methods = await stripe.customers.listPaymentMethods(customer.id);
		expect(methods.data.map(({ id }) => id)).toEqual([ready.payment_method]);
	});

	it("declined is a 402 that carries the intent", async () => {
		const { newEvents, stripe } = await openTill();
		const refusal = await errorOf(
			stripe.setupIntents.create({ payment_method: "pm_card_chargeDeclined", confirm: true }),
		);
		expect(refusal).toMatchObject({
			statusCode: 402,
			code: "card_declined",
			setup_intent: {
				status: "requires_payment_method",
				last_setup_error: { code: "card_declined" },
			},
		});
		expect(typesOf(await newEvents())).toEqual([
			"setup_intent.created",
			"setup_intent.setup_failed",
		]);
	});

	it("spares later charges the challenge it has passed", async () => {
		const { authenticate, customer, newEvents, pay, stripe } = await openTill();
		const asked = await stripe.setupIntents.create({
			customer: customer.id,
			payment_method: "pm_card_authenticationRequiredOnSetup",
			confirm: true,
			return_url: "http://localhost/back",
		});
		expect(asked).toMatchObject({
			status: "requires_action",
			next_action: { redirect_to_url: { return_url: "http://localhost/back" } },
		});
		await authenticate(asked.id, true);
		expect(typesOf(await newEvents()).slice(-3)).toEqual([
			"setup_intent.requires_action",
			"setup_intent.succeeded",
			"payment_method.attached",
		]);
		const charged = await pay(String(asked.payment_method), {
			customer: customer.id,
			off_session: true,
		});
		expect(charged.status).toBe("succeeded");
		expect((await stripe.setupIntents.list({ customer: customer.id })).data).toHaveLength(1);
	});

	it("whose challenge is failed can be tried again with another card", async () => {
		const { authenticate, stripe } = await openTill();
		const asked = await stripe.setupIntents.create({
			payment_method: "pm_card_authenticationRequired",
			confirm: true,
		});
		await authenticate(asked.id, false);
		expect(await stripe.setupIntents.retrieve(asked.id)).toMatchObject({
			status: "requires_payment_method",
			last_setup_error: { code: "setup_intent_authentication_failure" },
		});
		const chosen = await stripe.setupIntents.update(asked.id, { payment_method: "pm_card_visa" });
		expect(chosen.status).toBe("requires_confirmation");
		expect((await stripe.setupIntents.confirm(asked.id)).status).toBe("succeeded");
	});

	it("is given up once, and final afterwards", async () => {
		const { newEvents, stripe } = await openTill();
		const made = await stripe.setupIntents.create({ description: "later" });
		const canceled = await stripe.setupIntents.cancel(made.id, {
			cancellation_reason: "abandoned",
		});
		expect(canceled).toMatchObject({ status: "canceled", cancellation_reason: "abandoned" });
		expect(typesOf(await newEvents()).at(-1)).toBe("setup_intent.canceled");
		for (const call of [
			stripe.setupIntents.cancel(made.id),
			stripe.setupIntents.update(made.id, { description: "no" }),
			stripe.setupIntents.confirm(made.id, { payment_method: "pm_card_visa" }),
		]) {
			expect((await errorOf(call)).code).toBe("setup_intent_unexpected_state");
		}
	});
});

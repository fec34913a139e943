// Payment intents over the API: made, changed, confirmed, held, captured, given up.
import { describe, expect, it } from "vitest";
import { typesOf } from "../support/shop.ts";
import { errorOf, openTill } from "./till.ts";

describe("a payment intent", () => {
	it("confirmed with a good card succeeds, and its money arrives a moment later", async () => {
		const { pay, newEvents, pass, stripe } = await openTill();
		const paid = await pay("pm_card_visa", { expand: ["latest_charge"] });
		expect(paid).toMatchObject({ status: "succeeded", amount_received: 2000 });
		expect(paid.latest_charge).toMatchObject({ captured: true, balance_transaction: null });
		expect(typesOf(await newEvents())).toEqual([
			"payment_intent.created",
			"charge.succeeded",
			"payment_intent.succeeded",
		]);
		pass(5);
		const later = await newEvents();
		expect(typesOf(later)).toEqual(["charge.updated"]);
		expect(Object.keys(later[0]?.data.previous_attributes ?? {}).sort()).toEqual([
			"balance_transaction",
			"receipt_url",
		]);
		const settled = await stripe.paymentIntents.retrieve(paid.id, {
			expand: ["latest_charge.balance_transaction"],
		});
		expect(settled.latest_charge).toMatchObject({
			balance_transaction: { amount: 2000, fee: 88, net: 1912, type: "charge", status: "pending" },
		});
	});

	it("takes 59 minor units of 1000 as the fee, as recorded", async () => {
		const { pay, pass, stripe } = await openTill();
		const paid = await pay("pm_card_visa", { amount: 1000 });
		pass(5);
		const [entry] = (await stripe.balanceTransactions.list({ source: String(paid.latest_charge) }))
			.data;
		expect(entry).toMatchObject({ fee: 59, net: 941 });
	});

	it("moves through its states as methods come and go", async () => {
		const { stripe } = await openTill();
		const made = await stripe.paymentIntents.create({ amount: 2000, currency: "usd" });
		expect(made.status).toBe("requires_payment_method");
		expect((await errorOf(stripe.paymentIntents.confirm(made.id))).code).toBe(
			"payment_intent_unexpected_state",
		);
		const ready = await stripe.paymentIntents.update(made.id, {
			payment_method: "pm_card_visa",
			amount: 2500,
			metadata: { order: "7" },
		});
		expect(ready).toMatchObject({ status: "requires_confirmation", metadata: { order: "7" } });
		const paid = await stripe.paymentIntents.confirm(made.id);
		expect(paid).toMatchObject({ status: "succeeded", amount_received: 2500 });
		const again = await errorOf(stripe.paymentIntents.confirm(made.id));
		expect(again).toMatchObject({
			statusCode: 400,
			code: "payment_intent_unexpected_state",
			payment_intent: { id: made.id },
		});
		const changed = await errorOf(stripe.paymentIntents.update(made.id, { amount: 1 }));
		expect(changed.code).toBe("payment_intent_unexpected_state");
	});

	it("declined is a 402 that carries the intent, the charge and the method", async () => {
		const { pay, newEvents, stripe } = await openTill();
		const refusal = await errorOf(pay("pm_card_chargeDeclinedInsufficientFunds"));
		expect(refusal).toMatchObject({
			statusCode: 402,
			type: "StripeCardError",
			code: "card_declined",
			decline_code: "insufficient_funds",
			payment_intent: { status: "requires_payment_method", payment_method: null },
			payment_method: { object: "payment_method", card: { last4: "9995" } },
		});
		const intent = refusal.payment_intent;
		expect(refusal.charge).toBe(intent?.latest_charge);
		expect(intent?.last_payment_error).toMatchObject({ code: "card_declined" });
		expect(typesOf(await newEvents())).toEqual([
			"payment_intent.created",
			"charge.failed",
			"payment_intent.payment_failed",
		]);
		const rescued = await stripe.paymentIntents.confirm(String(intent?.id), {
			payment_method: "pm_card_visa",
		});
		expect(rescued).toMatchObject({ status: "succeeded", last_payment_error: null });
	});

	it("asks for authentication by redirect when it knows the way back", async () => {
		const { authenticate, pay, newEvents, simulator, stripe } = await openTill();
		const asked = await pay("pm_card_authenticationRequired", {
			return_url: "http://localhost/back",
		});
		expect(asked).toMatchObject({
			status: "requires_action",
			next_action: {
				type: "redirect_to_url",
				redirect_to_url: {
					return_url: "http://localhost/back",
					url: `${simulator.url}/authenticate/${asked.id}`,
				},
			},
		});
		expect(typesOf(await newEvents()).at(-1)).toBe("payment_intent.requires_action");
		expect((await authenticate(asked.id, true)).status).toBe(200);
		const paid = await stripe.paymentIntents.retrieve(asked.id, { expand: ["latest_charge"] });
		expect(paid).toMatchObject({
			status: "succeeded",
			latest_charge: {
				payment_method_details: { card: { three_d_secure: { result: "authenticated" } } },
			},
		});
		expect((await authenticate(asked.id, true)).status).toBe(400);
	});

	it("whose challenge is failed wants another method, without a charge", async () => {
		const { authenticate, pay, newEvents, stripe } = await openTill();
		const asked = await pay("pm_card_authenticationRequired");
		expect(asked.next_action?.type).toBe("use_stripe_sdk");
		await authenticate(asked.id, false);
		expect(await stripe.paymentIntents.retrieve(asked.id)).toMatchObject({
			status: "requires_payment_method",
			latest_charge: null,
			last_payment_error: { code: "payment_intent_authentication_failure" },
		});
		expect(typesOf(await newEvents()).at(-1)).toBe("payment_intent.payment_failed");
	});

	it("confirmed by hand waits for the server after the challenge", async () => {
		const { authenticate, pay, stripe } = await openTill();
		const asked = await pay("pm_card_authenticationRequired", { confirmation_method: "manual" });
		await authenticate(asked.id, true);
		expect((await stripe.paymentIntents.retrieve(asked.id)).status).toBe("requires_confirmation");
		expect((await stripe.paymentIntents.confirm(asked.id)).status).toBe("succeeded");
	});

	it("without a person declines a card that needs one", async () => {
		const { pay, customer, stripe } = await openTill();
		const method = await stripe.paymentMethods.attach("pm_card_authenticationRequired", {
			customer: customer.id,
		});
		const refusal = await errorOf(pay(method.id, { customer: customer.id, off_session: true }));
		expect(refusal).toMatchObject({ statusCode: 402, code: "authentication_required" });
		const strict = await errorOf(
			pay("pm_card_authenticationRequired", { error_on_requires_action: true }),
		);
		expect(strict).toMatchObject({
			code: "authentication_required",
			decline_code: "authentication_not_handled",
			payment_intent: { latest_charge: null },
		});
	});

	it("saves its method for the customer when asked, and uses it up when not", async () => {
		const { pay, customer, newEvents, stripe } = await openTill();
		const saved = await pay("pm_card_visa", {
			customer: customer.id,
			setup_future_usage: "off_session",
		});
		expect(typesOf(await newEvents()).at(-1)).toBe("payment_method.attached");
		expect((await stripe.paymentMethods.retrieve(String(saved.payment_method))).customer).toBe(
			customer.id,
		);
		const spent = await pay("pm_card_visa");
		const again = await errorOf(pay(String(spent.payment_method)));
		expect(again.code).toBe("payment_method_unexpected_state");
		const foreign = await errorOf(pay(String(saved.payment_method)));
		expect(foreign).toMatchObject({ statusCode: 400, param: "payment_method" });
	});

	it.each([
		[{ amount: 0 }, "parameter_invalid_integer", "amount"],
		[{ amount: 49 }, "amount_too_small", "amount"],
		[{ amount: 100_000_000 }, "amount_too_large", "amount"],
		[{ customer: "cus_none" }, "resource_missing", "customer"],
		[{ payment_method: "pm_none" }, "resource_missing", "payment_method"],
		[{ payment_method_types: ["card"] }, "parameter_unknown", "payment_method_types"],
	])("refuses %j", async (wrong, code, param) => {
		const { post } = await openTill();
		const refusal = await errorOf(
			post("/v1/payment_intents", { amount: 2000, currency: "usd", confirm: true, ...wrong }),
		);
		expect(refusal).toMatchObject({ statusCode: 400, code, param });
	});

	it("is missing by path with 404, and listed by customer", async () => {
		const { pay, customer, stripe } = await openTill();
		expect((await errorOf(stripe.paymentIntents.retrieve("pi_none"))).statusCode).toBe(404);
		const own = await pay("pm_card_visa", { customer: customer.id });
		await pay("pm_card_visa");
		const listed = await stripe.paymentIntents.list({ customer: customer.id });
		expect(listed.data.map(({ id }) => id)).toEqual([own.id]);
	});
});

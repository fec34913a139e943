// Payment methods: magic ids, tokens, attaching, letting go, defaults.
import { describe, expect, it } from "vitest";
import { changesOf, typesOf } from "../support/shop.ts";
import { errorOf, openTill } from "./till.ts";

describe("a payment method", () => {
	it.each([
		["tok_visa", "visa", "4242", "credit"],
		["tok_visa_debit", "visa", "5556", "debit"],
		["tok_mastercard", "mastercard", "4444", "credit"],
		["tok_amex", "amex", "8431", "credit"],
		["tok_discover", "discover", "9424", "credit"],
		["tok_chargeCustomerFail", "visa", "0341", "credit"],
	])("is made from %s", async (token, brand, last4, funding) => {
		const { stripe } = await openTill();
		const made = await stripe.paymentMethods.create({ type: "card", card: { token } });
		expect(made.card).toMatchObject({ brand, last4, funding });
	});

	it.each([
		["pm_card_chargeDeclined", "card_declined", "generic_decline"],
		["pm_card_visa_chargeDeclined", "card_declined", "generic_decline"],
		["pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
		["pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"],
		["pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"],
		["pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"],
		["pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"],
		["pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"],
	])("%s is refused already when it is attached", async (id, code, decline_code) => {
		const { customer, stripe } = await openTill();
		const refusal = await errorOf(stripe.paymentMethods.attach(id, { customer: customer.id }));
		expect(refusal).toMatchObject({
			statusCode: 402,
			code,
			decline_code,
			headers: { "stripe-should-retry": "false" },
		});
		expect(refusal.raw).toMatchObject({ advice_code: "try_again_later" });
		expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
	});

	it.each(["pm_card_chargeCustomerFail", "pm_card_chargeDeclinedFraudulent"])(
		"%s attaches and fails when it is charged",
		async (id) => {
			const { customer, pay, stripe } = await openTill();
			const method = await stripe.paymentMethods.attach(id, { customer: customer.id });
			const refusal = await errorOf(pay(method.id, { customer: customer.id }));
			expect(refusal.code).toBe("card_declined");
		},
	);

	it("let go by its customer is nobody's default and good for nothing", async () => {
		const { customer, newEvents, stripe } = await openTill();
		const method = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
		await stripe.customers.update(customer.id, {
			invoice_settings: { default_payment_method: method.id },
		});
		const events = await newEvents();
		expect(changesOf(events, "customer.updated")).toEqual({
			invoice_settings: { default_payment_method: null },
		});
		await stripe.paymentMethods.detach(method.id);
		expect(typesOf(await newEvents())).toEqual(["payment_method.detached", "customer.updated"]);
		const again = await errorOf(stripe.paymentMethods.attach(method.id, { customer: customer.id }));
		expect(again).toMatchObject({ statusCode: 400, code: "payment_method_unexpected_state" });
		expect((await errorOf(stripe.paymentMethods.detach(method.id))).statusCode).toBe(400);
	});

	it("comes with a new customer as his default, in one event about him", async () => {
		const { newEvents, stripe } = await openTill();
		const made = await stripe.customers.create({
			payment_method: "pm_card_visa",
			invoice_settings: { default_payment_method: "pm_card_visa" },
		});
		const id = String(made.invoice_settings.default_payment_method);
		expect(id).toMatch(/^pm_sim/);
		expect((await stripe.customers.retrievePaymentMethod(made.id, id)).id).toBe(id);
		const events = await newEvents();
		expect(typesOf(events)).toEqual(["payment_method.attached", "customer.created"]);
		expect(events.at(-1)?.data.object).toMatchObject({
			invoice_settings: { default_payment_method: id },
		});
	});

	it("of somebody else is neither default nor found among one's own", async () => {
		const { customer, stripe } = await openTill();
		const other = await stripe.customers.create({ payment_method: "pm_card_visa" });
		const [method] = (await stripe.customers.listPaymentMethods(other.id)).data;
		const id = String(method?.id);
		const refusal = await errorOf(
			stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: id } }),
		);
		expect(refusal.param).toBe("invoice_settings[default_payment_method]");
		const missing = await errorOf(stripe.customers.retrievePaymentMethod(customer.id, id));
		expect(missing.statusCode).toBe(404);
	});

	it("is updated by request and by its bank", async () => {
		const { customer, newEvents, simulator, stripe } = await openTill();
		const loose = await stripe.paymentMethods.create({ type: "card", card: { token: "tok_visa" } });
		const early = await errorOf(stripe.paymentMethods.update(loose.id, { metadata: { a: "b" } }));
		expect(early.statusCode).toBe(400);
		await stripe.paymentMethods.attach(loose.id, { customer: customer.id });
		await newEvents();
		await stripe.paymentMethods.update(loose.id, { billing_details: { name: "Ada" } });
		expect(changesOf(await newEvents(), "payment_method.updated")).toEqual({
			billing_details: { name: null },
		});
		const path = `/_simulator/payment_methods/${loose.id}/automatic_update`;
		const answer = await fetch(simulator.url + path, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ exp_month: 3, exp_year: 2040, last4: "1111" }),
		});
		expect(answer.status).toBe(200);
		expect(changesOf(await newEvents(), "payment_method.automatically_updated")).toMatchObject({
			card: { last4: "4242", exp_month: new Date().getUTCMonth() + 1 },
		});
	});

	it.each([
		["alipay", {}, {}],
		["eps", { bank: "bank_austria" }, { bank: "bank_austria" }],
		["sofort", { country: "DE" }, { country: "DE" }],
	])("of type %s can be described, but neither saved nor charged", async (type, given, face) => {
		const { customer, pay, post, stripe } = await openTill();
		const made = await post("/v1/payment_methods", { type, [type]: given });
		expect(made).toMatchObject({ type, [type]: face });
		const id = String(made.id);
		const attach = stripe.paymentMethods.attach(id, { customer: customer.id });
		expect((await errorOf(attach)).statusCode).toBe(400);
		expect((await errorOf(pay(id))).param).toBe("payment_method");
	});

	it("is unknown with 404 at attach, and with 404 by path", async () => {
		const { customer, stripe } = await openTill();
		const attach = stripe.paymentMethods.attach("pm_none", { customer: customer.id });
		expect(await errorOf(attach)).toMatchObject({ statusCode: 404, param: "payment_method" });
		expect((await errorOf(stripe.paymentMethods.retrieve("pm_none"))).statusCode).toBe(404);
	});
});

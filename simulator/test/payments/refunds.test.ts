// Refunds: in part, in whole, and not beyond.
import { describe, expect, it } from "vitest";
import { buy, changesOf, openShop, typesOf } from "../support/shop.ts";
import { errorOf, openTill } from "./till.ts";

describe("a refund", () => {
	it("in parts adds up until nothing is left", async () => {
		const { pay, newEvents, pass, stripe } = await openTill();
		const paid = await pay("pm_card_visa");
		const charge = String(paid.latest_charge);
		pass(5);
		await newEvents();
		const first = await stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
		expect(first).toMatchObject({
			status: "succeeded",
			amount: 500,
			charge,
			destination_details: { card: { reference_status: "pending" } },
		});
		const events = await newEvents();
		expect(typesOf(events)).toEqual(["charge.refunded", "refund.created"]);
		expect(changesOf(events, "charge.refunded")).toMatchObject({ amount_refunded: 0 });
		const tooMuch = await errorOf(stripe.refunds.create({ charge, amount: 1501 }));
		expect(tooMuch).toMatchObject({ statusCode: 400, param: "amount" });
		await stripe.refunds.create({ charge, reason: "requested_by_customer" });
		expect(Object.keys(Object(changesOf(await newEvents(), "charge.refunded"))).sort()).toEqual([
			"amount_refunded",
			"receipt_url",
			"refunded",
		]);
		const whole = await stripe.charges.retrieve(charge, {
			expand: ["refunds", "refunds.data.balance_transaction"],
		});
		expect(whole).toMatchObject({ refunded: true, amount_refunded: 2000 });
		expect(whole.refunds?.data.map(({ amount }) => amount)).toEqual([1500, 500]);
		expect(whole.refunds?.data[0]?.balance_transaction).toMatchObject({
			amount: -1500,
			fee: 0,
			net: -1500,
			type: "refund",
		});
		const again = await errorOf(stripe.refunds.create({ charge }));
		expect(again).toMatchObject({ statusCode: 400, code: "charge_already_refunded" });
		expect((await stripe.refunds.list({ payment_intent: paid.id })).data).toHaveLength(2);
	});

	it("leaves the invoice paid and the subscription active", async () => {
		const started = await openTill();
		const { stripe, newEvents } = started;
		const bought = await buy(started, await openShop(started));
		const [payment] = (
			await stripe.invoicePayments.list({ invoice: String(bought.latest_invoice) })
		).data;
		await newEvents();
		await stripe.refunds.create({ payment_intent: String(payment?.payment.payment_intent) });
		expect(typesOf(await newEvents())).toEqual(["charge.refunded", "refund.created"]);
		expect((await stripe.invoices.retrieve(String(bought.latest_invoice))).status).toBe("paid");
		expect((await stripe.subscriptions.retrieve(bought.id)).status).toBe("active");
	});

	it("tells of its metadata in both events, and cannot be canceled", async () => {
		const { pay, newEvents, stripe } = await openTill();
		const paid = await pay("pm_card_visa");
		const refund = await stripe.refunds.create({ payment_intent: paid.id });
		await newEvents();
		await stripe.refunds.update(refund.id, { metadata: { order: "6735" } });
		expect(typesOf(await newEvents())).toEqual(["refund.updated", "charge.refund.updated"]);
		expect((await errorOf(stripe.refunds.cancel(refund.id))).statusCode).toBe(400);
	});

	it("to a card that loses it fails later, and the money is the shop's again", async () => {
		const { pay, newEvents, pass, stripe } = await openTill();
		const paid = await pay("pm_card_refundFail");
		const refund = await stripe.refunds.create({ payment_intent: paid.id });
		expect(refund.status).toBe("succeeded");
		pass(5);
		await newEvents();
		pass(60);
		expect(typesOf(await newEvents())).toEqual([
			"refund.updated",
			"charge.refund.updated",
			"refund.failed",
			"charge.updated",
		]);
		expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
			status: "failed",
			failure_reason: "expired_or_canceled_card",
		});
		expect(await stripe.charges.retrieve(String(paid.latest_charge))).toMatchObject({
			refunded: false,
			amount_refunded: 0,
		});
	});

	it("can be pending at first", async () => {
		const { pay, pass, stripe } = await openTill();
		const paid = await pay("pm_card_pendingRefund");
		const refund = await stripe.refunds.create({ payment_intent: paid.id });
		expect(refund.status).toBe("pending");
		pass(61);
		expect((await stripe.refunds.retrieve(refund.id)).status).toBe("succeeded");
	});

	it("needs a payment that happened", async () => {
		const { pay, post, stripe } = await openTill();
		const held = await pay("pm_card_visa", { capture_method: "manual" });
		const early = await errorOf(stripe.refunds.create({ payment_intent: held.id }));
		expect(early.code).toBe("payment_intent_unexpected_state");
		expect((await errorOf(post("/v1/refunds", {}))).code).toBe("parameter_missing");
		expect(await errorOf(stripe.refunds.create({ charge: "ch_none" }))).toMatchObject({
			statusCode: 400,
			code: "resource_missing",
			param: "charge",
		});
	});
});

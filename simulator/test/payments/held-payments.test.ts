// Payments that are held first and taken later.
import { describe, expect, it } from "vitest";
import { changesOf, typesOf } from "../support/shop.ts";
import { day } from "../support/start.ts";
import { errorOf, openTill } from "./till.ts";

describe("a held payment", () => {
	it("is captured in part", async () => {
		const { pay, newEvents, stripe } = await openTill();
		const held = await pay("pm_card_visa", { capture_method: "manual", expand: ["latest_charge"] });
		expect(held).toMatchObject({
			status: "requires_capture",
			amount_capturable: 2000,
			amount_received: 0,
			latest_charge: {
				captured: false,
				amount_captured: 0,
				paid: true,
				payment_method_details: { card: { capture_before: expect.any(Number) } },
			},
		});
		expect(typesOf(await newEvents())).toEqual([
			"payment_intent.created",
			"charge.succeeded",
			"payment_intent.amount_capturable_updated",
		]);
		const tooMuch = await errorOf(
			stripe.paymentIntents.capture(held.id, { amount_to_capture: 2001 }),
		);
		expect(tooMuch).toMatchObject({ code: "amount_too_large", param: "amount_to_capture" });
		const taken = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1500 });
		expect(taken).toMatchObject({
			status: "succeeded",
			amount: 2000,
			amount_received: 1500,
			amount_capturable: 0,
		});
		expect(typesOf(await newEvents())).toEqual(["charge.captured", "payment_intent.succeeded"]);
	});

	it("can be let go, and lets go by itself after seven days", async () => {
		const { pay, newEvents, pass, stripe } = await openTill();
		const first = await pay("pm_card_visa", { capture_method: "manual" });
		await newEvents();
		const canceled = await stripe.paymentIntents.cancel(first.id, {
			cancellation_reason: "abandoned",
		});
		expect(canceled).toMatchObject({ status: "canceled", cancellation_reason: "abandoned" });
		expect(typesOf(await newEvents())).toEqual([
			"charge.refunded",
			"refund.created",
			"payment_intent.canceled",
		]);
		const second = await pay("pm_card_visa", { capture_method: "manual" });
		await newEvents();
		pass(7 * day + 1);
		expect(typesOf(await newEvents())).toContain("charge.expired");
		expect(await stripe.paymentIntents.retrieve(second.id)).toMatchObject({
			status: "canceled",
			cancellation_reason: "automatic",
		});
		const late = await errorOf(stripe.paymentIntents.capture(second.id));
		expect(late.code).toBe("payment_intent_unexpected_state");
	});
});

describe("a charge", () => {
	it("is captured with its intent, noted upon, and found by intent", async () => {
		const { pay, newEvents, stripe } = await openTill();
		const held = await pay("pm_card_visa", { capture_method: "manual" });
		const captured = await stripe.charges.capture(String(held.latest_charge));
		expect(captured).toMatchObject({ captured: true, amount_captured: 2000 });
		expect((await stripe.paymentIntents.retrieve(held.id)).status).toBe("succeeded");
		expect((await errorOf(stripe.charges.capture(captured.id))).code).toBe(
			"charge_already_captured",
		);
		await newEvents();
		await stripe.charges.update(captured.id, { metadata: { order: "9" } });
		const noted = await newEvents();
		expect(changesOf(noted, "charge.updated")).toEqual({ metadata: { order: null } });
		const found = await stripe.charges.list({ payment_intent: held.id });
		expect(found.data).toHaveLength(1);
	});
});

// Disputes: opened by test cards, answered with evidence, decided by its words.
import { describe, expect, it } from "vitest";
import { buy, openShop, typesOf } from "../support/shop.ts";
import { day } from "../support/start.ts";
import { errorOf, openTill, type Till } from "./till.ts";

async function openDispute(till: Till, card = "pm_card_createDispute") {
	const paid = await till.pay(card);
	const [dispute] = (await till.stripe.disputes.list({ payment_intent: paid.id })).data;
	if (dispute === undefined) throw new Error("no dispute");
	return { dispute, paid };
}

describe("a dispute", () => {
	it("takes the money and marks the charge", async () => {
		const till = await openTill();
		const { dispute, paid } = await openDispute(till);
		expect(dispute).toMatchObject({
			status: "needs_response",
			reason: "fraudulent",
			amount: 2000,
			balance_transactions: [{ amount: -2000, fee: 1500, net: -3500, type: "adjustment" }],
		});
		const charge = String(paid.latest_charge);
		expect((await till.stripe.charges.retrieve(charge)).disputed).toBe(true);
		const types = typesOf(await till.newEvents());
		expect(types.filter((type) => type.startsWith("charge.dispute."))).toEqual([
			"charge.dispute.created",
			"charge.dispute.funds_withdrawn",
		]);
		const refused = await errorOf(till.stripe.refunds.create({ charge }));
		expect(refused.code).toBe("charge_disputed");
	});

	it("is won with winning evidence, and the money comes back", async () => {
		const till = await openTill();
		const { dispute } = await openDispute(till);
		await till.newEvents();
		const won = await till.stripe.disputes.update(dispute.id, {
			evidence: { uncategorized_text: "winning_evidence" },
			submit: true,
		});
		expect(won.status).toBe("won");
		expect(won.balance_transactions.map(({ amount }) => amount)).toEqual([-2000, 2000]);
		const events = await till.newEvents();
		expect(typesOf(events).filter((type) => type.startsWith("charge.dispute."))).toEqual([
			"charge.dispute.updated",
			"charge.dispute.closed",
			"charge.dispute.funds_reinstated",
		]);
		expect(events.find(({ type }) => type === "charge.dispute.updated")?.data.object).toMatchObject(
			{ status: "under_review" },
		);
	});

	it("is lost with losing evidence, by giving in, or by silence", async () => {
		const till = await openTill();
		const { disputes } = till.stripe;
		const first = (await openDispute(till)).dispute;
		const losing = { evidence: { uncategorized_text: "losing_evidence" }, submit: true };
		expect((await disputes.update(first.id, losing)).status).toBe("lost");
		const second = (await openDispute(till, "pm_card_createDisputeProductNotReceived")).dispute;
		expect(second.reason).toBe("product_not_received");
		expect((await disputes.close(second.id)).status).toBe("lost");
		expect((await errorOf(disputes.close(second.id))).statusCode).toBe(400);
		const third = (await openDispute(till)).dispute;
		till.pass(7 * day + 1);
		expect(await disputes.retrieve(third.id)).toMatchObject({
			status: "lost",
			evidence_details: { past_due: true },
		});
		expect(typesOf(await till.newEvents())).not.toContain("charge.dispute.funds_reinstated");
	});

	it("keeps evidence that is not yet submitted, and refuses any afterwards", async () => {
		const till = await openTill();
		const { disputes } = till.stripe;
		const { dispute } = await openDispute(till);
		const staged = await disputes.update(dispute.id, {
			evidence: { customer_name: "Ada" },
			submit: false,
		});
		expect(staged).toMatchObject({
			status: "needs_response",
			evidence: { customer_name: "Ada" },
			evidence_details: { submission_count: 0 },
		});
		const sent = await disputes.update(dispute.id, { evidence: { receipt: "file_1" } });
		expect(sent).toMatchObject({
			status: "under_review",
			evidence: { customer_name: "Ada", receipt: "file_1" },
		});
		const late = await errorOf(disputes.update(dispute.id, { evidence: { receipt: "file_2" } }));
		expect(late.param).toBe("evidence");
		expect((await disputes.update(dispute.id, { metadata: { a: "b" } })).metadata).toEqual({
			a: "b",
		});
	});

	it("that is only an inquiry moves no money, until it is escalated", async () => {
		const till = await openTill();
		const { disputes } = till.stripe;
		const asked = (await openDispute(till, "pm_card_createDisputeInquiry")).dispute;
		expect(asked).toMatchObject({ status: "warning_needs_response", balance_transactions: [] });
		expect((await disputes.close(asked.id)).status).toBe("warning_closed");
		const other = (await openDispute(till, "pm_card_createDisputeInquiry")).dispute;
		const escalated = await disputes.update(other.id, {
			evidence: { uncategorized_text: "escalate_inquiry_evidence" },
		});
		expect(escalated.status).toBe("needs_response");
		expect(escalated.balance_transactions).toHaveLength(1);
	});

	it("leaves the subscription, unless the settings say otherwise", async () => {
		for (const [subscriptionOnDispute, status] of [
			["leave", "active"],
			["cancel", "canceled"],
		] as const) {
			const till = await openTill({ settings: { subscriptionOnDispute } });
			const bought = await buy(till, await openShop(till), { number: "4000000000000259" });
			const after = await till.stripe.subscriptions.retrieve(bought.id);
			expect(after.status).toBe(status);
			if (status === "canceled") {
				expect(after.cancellation_details?.reason).toBe("payment_disputed");
			}
		}
	});
});

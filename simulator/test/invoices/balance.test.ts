import { describe, expect, it } from "vitest";
import { openTill } from "../prorations/at-a-time.ts";
import { draftOf } from "./drafts.ts";

describe("the customer's balance", () => {
	it("is set against the next invoice, and given back when that is void", async () => {
		const till = await openTill();
		const { stripe, customer } = till;
		await stripe.customers.createBalanceTransaction(customer.id, {
			amount: -500,
			currency: "usd",
			description: "Sorry",
		});
		const invoice = await stripe.invoices.finalizeInvoice((await draftOf(till)).id);
		expect(invoice).toMatchObject({
			total: 2000,
			starting_balance: -500,
			amount_due: 1500,
			ending_balance: 0,
		});
		const moves = await stripe.customers.listBalanceTransactions(customer.id);
		expect(moves.data).toMatchObject([
			{ type: "applied_to_invoice", amount: 500, ending_balance: 0, invoice: invoice.id },
			{ type: "adjustment", amount: -500, ending_balance: -500 },
		]);
		await stripe.invoices.voidInvoice(invoice.id);
		expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -500 });
		const move = moves.data[0];
		const renamed = await stripe.customers.updateBalanceTransaction(customer.id, String(move?.id), {
			description: "Set off",
		});
		expect(renamed.description).toBe("Set off");
		await expect(
			stripe.customers.createBalanceTransaction(customer.id, { amount: 1, currency: "eur" }),
		).rejects.toMatchObject({ param: "currency" });
	});

	it("takes up what an invoice is below zero, and pays the next one whole", async () => {
		const till = await openTill();
		const { stripe } = till;
		const credit = await stripe.invoices.pay((await draftOf(till, [-3000])).id);
		expect(credit).toMatchObject({
			status: "paid",
			total: -3000,
			amount_due: 0,
			ending_balance: -3000,
		});
		const next = await stripe.invoices.finalizeInvoice((await draftOf(till)).id);
		expect(next).toMatchObject({
			status: "paid",
			amount_due: 0,
			starting_balance: -3000,
			ending_balance: -1000,
		});
		await till.newEvents();
	});
});

import { describe, expect, it } from "vitest";
import { openTill } from "../prorations/at-a-time.ts";
import { typesOf } from "../support/shop.ts";
import { draftOf } from "./drafts.ts";

describe("a credit note", () => {
	it("lowers what is due of an open invoice, and can be taken back", async () => {
		const till = await openTill();
		const { stripe } = till;
		const invoice = await stripe.invoices.finalizeInvoice((await draftOf(till)).id);
		await till.newEvents();
		const note = await stripe.creditNotes.create({
			invoice: invoice.id,
			lines: [{ type: "custom_line_item", unit_amount: 1000, quantity: 1, description: "Off" }],
		});
		expect(note).toMatchObject({
			type: "pre_payment",
			status: "issued",
			total: 1000,
			number: `${invoice.number}-CN-01`,
		});
		const events = await till.newEvents();
		expect(typesOf(events)).toEqual(["credit_note.created", "invoice.updated"]);
		const lowered = await stripe.invoices.retrieve(invoice.id);
		expect(lowered).toMatchObject({ amount_due: 1000, pre_payment_credit_notes_amount: 1000 });
		expect(await stripe.creditNotes.voidCreditNote(note.id)).toMatchObject({ status: "void" });
		expect(await stripe.invoices.pay(invoice.id)).toMatchObject({ amount_paid: 2000 });
		const lines = await stripe.creditNotes.listLineItems(note.id);
		expect(lines.data.map(({ amount }) => amount)).toEqual([1000]);
	});

	it("settles an open invoice that it covers", async () => {
		const till = await openTill();
		const { stripe } = till;
		const invoice = await stripe.invoices.finalizeInvoice((await draftOf(till)).id);
		await stripe.creditNotes.create({ invoice: invoice.id, amount: 2000 });
		expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
			status: "paid",
			amount_paid: 0,
			amount_due: 0,
		});
	});

	it("gives back of a paid invoice to the card and to the balance", async () => {
		const till = await openTill();
		const { stripe, customer } = till;
		const invoice = await stripe.invoices.pay((await draftOf(till)).id);
		const wanted = { invoice: invoice.id, amount: 900, credit_amount: 400, refund_amount: 500 };
		const preview = await stripe.creditNotes.preview(wanted);
		expect(preview.total).toBe(900);
		expect((await stripe.creditNotes.list({ invoice: invoice.id })).data).toEqual([]);
		const note = await stripe.creditNotes.create(wanted);
		expect(note).toMatchObject({ type: "post_payment", refunds: [{ amount_refunded: 500 }] });
		expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -400 });
		expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
			status: "paid",
			post_payment_credit_notes_amount: 900,
		});
		await expect(
			stripe.creditNotes.create({ invoice: invoice.id, amount: 100 }),
		).rejects.toMatchObject({ statusCode: 400 });
	});
});

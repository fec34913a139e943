import { describe, expect, it } from "vitest";
import { openTill, type Till } from "../prorations/at-a-time.ts";
import { changesOf, typesOf } from "../support/shop.ts";

async function draftOf(till: Till, amounts: readonly number[] = [2000]) {
	const { stripe, customer } = till;
	const invoice = await stripe.invoices.create({ customer: customer.id });
	for (const amount of amounts) {
		await stripe.invoiceItems.create({
			customer: customer.id,
			invoice: invoice.id,
			amount,
			currency: "usd",
			description: "Setup",
		});
	}
	return stripe.invoices.retrieve(invoice.id);
}

describe("an invoice made by hand", () => {
	it("tells its story in the recorded order", async () => {
		const till = await openTill();
		await till.newEvents();
		const invoice = await draftOf(till);
		const paid = await till.stripe.invoices.pay(invoice.id);
		expect(paid).toMatchObject({ status: "paid", billing_reason: "manual", amount_paid: 2000 });
		till.pass(20);
		const events = await till.newEvents();
		expect(typesOf(events)).toEqual([
			"customer.updated",
			"invoice.created",
			"invoiceitem.created",
			"invoice.updated",
			"payment_intent.created",
			"invoice.updated",
			"invoice.finalized",
			"charge.succeeded",
			"payment_intent.succeeded",
			"invoice.updated",
			"invoice.paid",
			"invoice.payment_succeeded",
			"invoice_payment.paid",
		]);
		const updates = events.filter(({ type }) => type === "invoice.updated");
		const keys = updates.map(({ data }) => Object.keys(data.previous_attributes ?? {}).toSorted());
		expect(keys).toEqual([
			[
				"amount_due",
				"amount_remaining",
				"lines",
				"subtotal",
				"subtotal_excluding_tax",
				"total",
				"total_excluding_tax",
			],
			[
				"effective_at",
				"ending_balance",
				"hosted_invoice_url",
				"invoice_pdf",
				"number",
				"rendering",
				"status",
				"status_transitions",
			],
			[
				"amount_paid",
				"amount_remaining",
				"attempt_count",
				"attempted",
				"status",
				"status_transitions",
			],
		]);
		expect(changesOf(events, "customer.updated")).toEqual({ currency: null });
	});

	it("paid out of band is told as recorded, without a success", async () => {
		const till = await openTill();
		const invoice = await draftOf(till);
		await till.stripe.invoices.finalizeInvoice(invoice.id);
		await till.newEvents();
		await till.stripe.invoices.pay(invoice.id, { paid_out_of_band: true });
		const events = await till.newEvents();
		expect(typesOf(events)).toEqual(["invoice.updated", "invoice.paid", "payment_intent.canceled"]);
		expect(Object.keys(changesOf(events, "invoice.updated") ?? {}).toSorted()).toEqual([
			"amount_paid",
			"amount_remaining",
			"status",
			"status_transitions",
		]);
	});

	it("refused by the card answers 402 with what the attempt left behind", async () => {
		const till = await openTill("pm_card_chargeCustomerFail");
		const invoice = await draftOf(till);
		await expect(till.stripe.invoices.pay(invoice.id)).rejects.toMatchObject({
			statusCode: 402,
			code: "card_declined",
			payment_intent: { status: "requires_payment_method" },
			payment_method: { object: "payment_method" },
		});
		const other = await till.stripe.paymentMethods.attach("pm_card_visa", {
			customer: till.customer.id,
		});
		const paid = await till.stripe.invoices.pay(invoice.id, { payment_method: other.id });
		expect(paid).toMatchObject({ status: "paid", attempt_count: 2 });
	});

	it("takes along what waited only when asked", async () => {
		const till = await openTill();
		const { stripe, customer } = till;
		await stripe.invoiceItems.create({ customer: customer.id, amount: 700, currency: "usd" });
		const bare = await stripe.invoices.create({ customer: customer.id });
		expect(bare.lines.data).toEqual([]);
		const full = await stripe.invoices.create({
			customer: customer.id,
			pending_invoice_items_behavior: "include",
		});
		expect(full).toMatchObject({ total: 700, auto_advance: false, parent: null });
		await stripe.invoices.del(full.id);
		const waiting = await stripe.invoiceItems.list({ customer: customer.id, pending: true });
		expect(waiting.data.map(({ amount }) => amount)).toEqual([700]);
	});

	it("can be edited while it is a draft, and not after", async () => {
		const till = await openTill();
		const { stripe } = till;
		const invoice = await draftOf(till, [1000, 500]);
		const [first, second] = invoice.lines.data;
		const added = await stripe.invoices.addLines(invoice.id, {
			lines: [{ amount: 250, description: "More" }],
		});
		expect(added.total).toBe(1750);
		const changed = await stripe.invoices.updateLines(invoice.id, {
			lines: [{ id: String(first?.id), amount: 900 }],
		});
		expect(changed.total).toBe(1650);
		const less = await stripe.invoices.removeLines(invoice.id, {
			lines: [{ id: String(second?.id), behavior: "delete" }],
		});
		expect(less.total).toBe(1150);
		const line = await stripe.invoices.updateLineItem(invoice.id, String(first?.id), {
			description: "First",
		});
		expect(line.description).toBe("First");
		const lines: string[] = [];
		for await (const one of stripe.invoices.listLineItems(invoice.id, { limit: 1 })) {
			lines.push(String(one.description));
		}
		expect(lines).toEqual(["First", "More"]);
		await stripe.invoices.update(invoice.id, { description: "Thanks", metadata: { a: "b" } });
		await stripe.invoices.finalizeInvoice(invoice.id);
		await expect(
			stripe.invoices.addLines(invoice.id, { lines: [{ amount: 1 }] }),
		).rejects.toMatchObject({ statusCode: 400, code: "invoice_not_editable" });
		await expect(stripe.invoices.del(invoice.id)).rejects.toMatchObject({
			code: "invoice_not_editable",
		});
		const described = await stripe.invoices.update(invoice.id, { metadata: { a: "" } });
		expect(described).toMatchObject({ description: "Thanks", metadata: {} });
	});

	it("goes on by itself after an hour when it advances automatically", async () => {
		const till = await openTill();
		const { stripe, customer } = till;
		await stripe.invoiceItems.create({ customer: customer.id, amount: 700, currency: "usd" });
		const invoice = await stripe.invoices.create({
			customer: customer.id,
			auto_advance: true,
			pending_invoice_items_behavior: "include",
		});
		expect(invoice.automatically_finalizes_at).toBe(invoice.created + 3600);
		till.pass(3700);
		expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: "paid" });
	});

	it("that is sent is due some days later, and overdue after them", async () => {
		const till = await openTill();
		const { stripe, customer } = till;
		await stripe.invoiceItems.create({ customer: customer.id, amount: 700, currency: "usd" });
		const invoice = await stripe.invoices.create({
			customer: customer.id,
			collection_method: "send_invoice",
			days_until_due: 7,
			pending_invoice_items_behavior: "include",
		});
		await stripe.invoices.sendInvoice(invoice.id);
		expect(typesOf(await till.newEvents())).toContain("invoice.sent");
		till.pass(7 * 86_400 + 10);
		expect(typesOf(await till.newEvents())).toEqual(["invoice.overdue"]);
	});

	it("that nobody owes any more is void, or a bad debt", async () => {
		const till = await openTill();
		const { stripe } = till;
		const one = await stripe.invoices.finalizeInvoice((await draftOf(till)).id);
		const two = await stripe.invoices.finalizeInvoice((await draftOf(till)).id);
		expect(await stripe.invoices.voidInvoice(one.id)).toMatchObject({ status: "void" });
		const bad = await stripe.invoices.markUncollectible(two.id);
		expect(bad).toMatchObject({ status: "uncollectible", amount_remaining: 2000 });
		await expect(stripe.invoices.pay(one.id)).rejects.toMatchObject({ statusCode: 400 });
		expect(await stripe.invoices.pay(two.id)).toMatchObject({ status: "paid" });
	});
});

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
		const renamed = await stripe.customers.updateBalanceTransaction(
			customer.id,
			String(move?.id),
			{ description: "Set off" },
		);
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

import { describe, expect, it } from "vitest";
import { openTill } from "../prorations/at-a-time.ts";
import { changesOf, typesOf } from "../support/shop.ts";
import { draftOf } from "./drafts.ts";

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
		expect(typesOf(await till.newEvents())).toEqual(["invoice.will_be_due", "invoice.overdue"]);
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

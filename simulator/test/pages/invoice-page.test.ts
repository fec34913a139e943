// The hosted invoice: what it says, how it is paid, and the PDF.
import { describe, expect, it } from "vitest";
import { aCard, aVisitor, pathOf, textOf, type Visitor } from "./a-visitor.ts";

/** Somebody whose first payment after the trial has failed. */
async function owing() {
	const shop = await aVisitor();
	const who = await shop.subscriber({ number: "4000000000000341", trialDays: 7 });
	shop.pass(7 * 86_400 + 2 * 3600);
	const invoice = await invoiceOf(shop, who.customer, "open");
	return { shop, who, invoice, path: pathOf(invoice.hosted_invoice_url) };
}

async function invoiceOf({ stripe }: Visitor, customer: string, status: "open" | "paid") {
	const { data } = await stripe.invoices.list({ customer, status });
	if (data[0] === undefined) throw new Error(`no ${status} invoice`);
	return data[0];
}

describe("a hosted invoice", () => {
	it("says what was billed, for when, and that it is paid", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const invoice = await invoiceOf(shop, who.customer, "paid");
		const page = await shop.visit(pathOf(invoice.hosted_invoice_url));
		expect(page.status).toBe(200);
		const text = textOf(page.html);
		for (const words of [
			"Paid",
			"$79.00 paid on",
			invoice.number ?? "",
			"ada@example.com",
			"1 × Founder (at $79.00 / month)",
			"Total $79.00",
			"Amount paid $79.00",
		])
			expect(text).toContain(words);
		expect(page.html).not.toContain("Pay this invoice");
		expect((await shop.submit(pathOf(invoice.hosted_invoice_url), aCard())).status).toBe(303);
	});

	it("shows discounts and taxes between the lines and the total", async () => {
		const { stripe, prices, visit } = await aVisitor();
		await stripe.coupons.create({ id: "HALF", percent_off: 50, duration: "forever" });
		const rate = await stripe.taxRates.create({
			display_name: "VAT",
			percentage: 20,
			inclusive: false,
		});
		const customer = await stripe.customers.create({
			payment_method: "pm_card_visa",
			invoice_settings: { default_payment_method: "pm_card_visa" },
		});
		await stripe.subscriptions.create({
			customer: customer.id,
			items: [{ price: prices["founder month"] }],
			discounts: [{ coupon: "HALF" }],
			default_tax_rates: [rate.id],
		});
		const { data } = await stripe.invoices.list({ customer: customer.id });
		const text = textOf((await visit(pathOf(data[0]?.hosted_invoice_url))).html);
		expect(text).toContain("Subtotal $79.00 50 % off -$39.50 VAT 20 % $7.90 Total $47.40");
	});

	it("shows credit notes on page and PDF: off what is due before payment, after what was paid", async () => {
		const { shop, invoice, path } = await owing();
		await shop.stripe.creditNotes.create({ invoice: invoice.id, amount: 2000 });
		const due = textOf((await shop.visit(path)).html);
		expect(due).toMatch(/Total \$79\.00 Credit note [\w-]+ -\$20\.00 Amount due \$59\.00/);
		expect(due).not.toContain("Applied balance");
		await shop.submit(path, { saved: "", ...aCard() });
		await shop.stripe.creditNotes.create({
			invoice: invoice.id,
			amount: 500,
			credit_amount: 500,
		});
		const text = textOf((await shop.visit(path)).html);
		expect(text).toMatch(/Amount paid \$59\.00 Credit note [\w-]+ -\$5\.00/);
		const pdf = (await shop.visit(`${path}/pdf`)).html;
		expect(pdf.match(/Credit note/g)).toHaveLength(2);
	});

	it.each(["in_nobody", "draft"])("does not exist for %s", async (which) => {
		const shop = await aVisitor();
		const { customer } = await shop.subscriber();
		const draft = await shop.stripe.invoices.create({ customer });
		const id = which === "draft" ? draft.id : which;
		for (const path of [`/i/${id}`, `/i/${id}/pdf`]) {
			expect((await shop.visit(path)).status).toBe(404);
		}
	});
});

describe("paying it", () => {
	it("with a new card brings the subscription back and keeps the card", async () => {
		const { shop, who, path } = await owing();
		const page = await shop.visit(path);
		expect(textOf(page.html)).toContain("Pay this invoice");
		expect(page.html).toContain("0341");
		const paid = await shop.submit(path, { saved: "", ...aCard() });
		expect([paid.status, paid.location]).toEqual([303, path]);
		expect(textOf((await shop.visit(path)).html)).toContain("paid on");
		const { status } = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(status).toBe("active");
		const { data } = await shop.stripe.customers.listPaymentMethods(who.customer);
		expect(data.map(({ card }) => card?.last4)).toContain("4242");
	});

	it("with a card on file that fails again says so", async () => {
		const { shop, path, who } = await owing();
		const { data } = await shop.stripe.customers.listPaymentMethods(who.customer);
		const declined = await shop.submit(path, { saved: data[0]?.id ?? "" });
		expect(declined.status).toBe(402);
		expect(declined.html).toContain("Your card was declined. Try a different card.");
	});

	it("with a declined card says it at the field, and never shows the number again", async () => {
		const { shop, path } = await owing();
		const declined = await shop.submit(path, { saved: "", ...aCard("4000000000009995") });
		expect(declined.status).toBe(402);
		expect(declined.html).toContain("insufficient funds");
		expect(declined.html).not.toContain("4000000000009995");
		expect((await shop.submit(path, { saved: "", ...aCard("1") })).status).toBe(422);
	});

	it("with 3-D Secure goes past the bank and back", async () => {
		const { shop, path } = await owing();
		const asked = await shop.submit(path, { saved: "", ...aCard("4000002760003184") });
		expect(asked.location).toMatch(/^\/authenticate\/pi_\w+\?next=\/i\//);
		expect((await shop.visit(path)).html).toContain("Your bank is waiting for your answer.");
		const failed = await shop.submit(asked.location ?? "", { outcome: "fail" });
		expect(failed.location).toBe(path);
		expect((await shop.visit(asked.location ?? "")).location).toBe(path);
		expect((await shop.visit(path)).html).toContain("The last attempt failed: We are unable");
		const again = await shop.submit(path, { saved: "", ...aCard("4000002760003184") });
		await shop.submit(again.location ?? "", { outcome: "complete" });
		expect(textOf((await shop.visit(path)).html)).toContain("paid on");
	});

	it("does not use somebody else's card", async () => {
		const { shop, path } = await owing();
		const other = await shop.subscriber();
		const { data } = await shop.stripe.customers.listPaymentMethods(other.customer);
		expect((await shop.submit(path, { saved: data[0]?.id ?? "" })).status).toBe(422);
	});
});

describe("the bank's page", () => {
	it.each(["//evil.test/", "https://evil.test/", "/\\evil.test", "/i/../..//evil.test"])(
		"leads nowhere but back here (%s)",
		async (next) => {
			const shop = await aVisitor();
			const page = await shop.visit(`/authenticate/pi_nobody?next=${encodeURIComponent(next)}`);
			expect([page.status, page.location]).toEqual([404, null]);
		},
	);

	it("leads to the address a server gave with its payment", async () => {
		const { stripe, submit, visit } = await aVisitor();
		const intent = await stripe.paymentIntents.create({
			amount: 500,
			currency: "usd",
			payment_method: "pm_card_authenticationRequired",
			confirm: true,
			return_url: "http://shop.test/back",
		});
		const path = pathOf(intent.next_action?.redirect_to_url?.url);
		expect(textOf((await visit(path)).html)).toContain("Due today $5.00");
		expect((await submit(path, {})).status).toBe(422);
		expect((await submit(path, { outcome: "complete" })).location).toBe("http://shop.test/back");
		expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe("succeeded");
	});
});

describe("the PDF", () => {
	it("is a whole PDF whose cross references point at its objects", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const invoice = await invoiceOf(shop, who.customer, "paid");
		const pdf = await shop.visit(pathOf(invoice.invoice_pdf));
		expect(pdf.type).toBe("application/pdf");
		const text = new TextDecoder("latin1").decode(pdf.bytes);
		expect(text.startsWith("%PDF-1.4\n")).toBe(true);
		expect(text.endsWith("%%EOF\n")).toBe(true);
		const start = Number(/startxref\n(\d+)/.exec(text)?.[1]);
		const table = text.slice(start);
		expect(table.startsWith("xref\n")).toBe(true);
		const offsets = [...table.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at));
		expect(offsets.length).toBeGreaterThan(6);
		offsets.forEach((at, index) => {
			expect(text.slice(at, at + 12)).toContain(`${index + 1} 0 obj`);
		});
		for (const stream of text.matchAll(/<< \/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/g)) {
			expect(stream[2]).toHaveLength(Number(stream[1]));
		}
		expect(text).toContain("(USD 79.00)");
		expect(text).toContain(`(Invoice number   ${invoice.number})`);
	});
});

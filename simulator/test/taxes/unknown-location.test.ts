// Automatic tax for a customer nobody can place; and invoices that are sent and due some day.
import { describe, expect, it } from "vitest";
import { april, day, itemOf, openTill, type Till } from "../prorations/at-a-time.ts";
import { typesOf } from "../support/shop.ts";

const may = april + 30 * day;
const refusal = { statusCode: 400, code: "customer_tax_location_invalid" };
const vienna = { address: { country: "AT", postal_code: "1010" } };

async function taxedInvoice({ stripe, customer }: Till, more: object = {}) {
	const invoice = await stripe.invoices.create({
		customer: customer.id,
		automatic_tax: { enabled: true },
		...more,
	});
	const id = String(invoice.id);
	await stripe.invoiceItems.create({
		customer: customer.id,
		invoice: id,
		amount: 500,
		currency: "usd",
	});
	return id;
}

describe("an invoice with automatic tax for a customer without a place", () => {
	it("stays a draft that says why, until the address is known", async () => {
		const till = await openTill();
		const { stripe } = till;
		const id = await taxedInvoice(till);
		expect((await stripe.invoices.retrieve(id)).automatic_tax.status).toBe(
			"requires_location_inputs",
		);
		await till.newEvents();
		await expect(stripe.invoices.finalizeInvoice(id)).rejects.toMatchObject(refusal);
		await expect(stripe.invoices.pay(id)).rejects.toMatchObject(refusal);
		expect(await stripe.invoices.retrieve(id)).toMatchObject({
			status: "draft",
			last_finalization_error: { code: refusal.code, type: "invalid_request_error" },
		});
		const types = typesOf(await till.newEvents());
		expect(types.filter((type) => type === "invoice.finalization_failed")).toHaveLength(2);
		expect(types).not.toContain("invoice.finalized");
		await stripe.customers.update(till.customer.id, vienna);
		expect(await stripe.invoices.finalizeInvoice(id)).toMatchObject({
			status: "open",
			last_finalization_error: null,
			automatic_tax: { enabled: true },
		});
	});

	it("fails by itself after its drafting hour, once", async () => {
		const till = await openTill();
		const id = await taxedInvoice(till, { auto_advance: true });
		await till.newEvents();
		till.to(5);
		const types = typesOf(await till.newEvents());
		expect(types).toEqual(["invoice.updated", "invoice.finalization_failed"]);
		expect(await till.stripe.invoices.retrieve(id)).toMatchObject({
			status: "draft",
			auto_advance: false,
		});
	});

	it("needs a postal code in the United States", async () => {
		const till = await openTill();
		const id = await taxedInvoice(till);
		await till.stripe.customers.update(till.customer.id, { address: { country: "US" } });
		await expect(till.stripe.invoices.finalizeInvoice(id)).rejects.toMatchObject(refusal);
		const address = { country: "US", postal_code: "97712" };
		await till.stripe.customers.update(till.customer.id, { address });
		expect((await till.stripe.invoices.finalizeInvoice(id)).status).toBe("open");
	});
});

describe("a subscription with automatic tax", () => {
	it("does not begin for such a customer, and goes on untaxed when the place is lost", async () => {
		const till = await openTill();
		const { stripe } = till;
		const price = await till.price(3000);
		const taxed = { automatic_tax: { enabled: true } };
		await expect(till.subscribe([price], taxed)).rejects.toMatchObject(refusal);
		await stripe.customers.update(till.customer.id, vienna);
		const bought = await till.subscribe([price], taxed);
		expect(bought.automatic_tax.enabled).toBe(true);
		expect(itemOf(bought)).toBeTruthy();
		await stripe.customers.update(till.customer.id, { address: "" });
		till.simulator.advanceTo(may + 2 * 3600);
		expect((await stripe.subscriptions.retrieve(bought.id)).automatic_tax).toMatchObject({
			enabled: false,
			disabled_reason: "requires_location_inputs",
		});
		const [invoice] = (await stripe.invoices.list({ subscription: bought.id })).data;
		expect(invoice).toMatchObject({
			status: "paid",
			automatic_tax: { enabled: false, disabled_reason: "finalization_requires_location_inputs" },
		});
		expect(typesOf(await till.newEvents())).not.toContain("invoice.finalization_failed");
	});
});

describe("an invoice that is sent", () => {
	it("is told three days before it is due, and when it is overdue", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)], {
			collection_method: "send_invoice",
			days_until_due: 10,
		});
		await till.newEvents();
		till.to(7, 60);
		expect(typesOf(await till.newEvents())).toEqual(["invoice.will_be_due"]);
		till.to(10, 60);
		const types = typesOf(await till.newEvents());
		expect(types).toEqual(["invoice.overdue", "customer.subscription.updated"]);
		expect((await till.stripe.subscriptions.retrieve(bought.id)).status).toBe("past_due");
	});

	it("is not, once it is paid", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)], {
			collection_method: "send_invoice",
			days_until_due: 10,
		});
		await till.stripe.invoices.pay(String(bought.latest_invoice), { paid_out_of_band: true });
		await till.newEvents();
		till.to(12);
		expect(typesOf(await till.newEvents())).toEqual([]);
	});
});

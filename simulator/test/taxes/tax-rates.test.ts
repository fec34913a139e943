// Tax rates on subscriptions, items and Checkout, and the tax ids of customers.
import { describe, expect, it } from "vitest";
import { openPaidShop } from "../discounts/shop-with-coupons.ts";
import { card, openCheckout, typesOf } from "../support/shop.ts";
import { startTest } from "../support/start.ts";

describe("a tax rate", () => {
	it("is made, described anew, listed, and never deleted", async () => {
		const { stripe, newEvents } = await startTest();
		const vat = await stripe.taxRates.create({
			display_name: "VAT",
			inclusive: false,
			percentage: 19.5,
			country: "DE",
			tax_type: "vat",
		});
		expect(vat).toMatchObject({ percentage: 19.5, active: true, rate_type: "percentage" });
		const off = await stripe.taxRates.update(vat.id, { active: false, metadata: { a: "1" } });
		expect(off).toMatchObject({ active: false, metadata: { a: "1" } });
		expect((await stripe.taxRates.list({ active: true })).data).toEqual([]);
		expect(typesOf(await newEvents())).toEqual(["tax_rate.created", "tax_rate.updated"]);
		await expect(
			stripe.taxRates.create({ display_name: "x", inclusive: false, percentage: 101 }),
		).rejects.toMatchObject({ param: "percentage" });
	});
});

describe("a taxed subscription", () => {
	it("adds exclusive tax after the discount and finds inclusive tax inside", async () => {
		const { stripe, subscribe, shop } = await openPaidShop();
		const vat = await stripe.taxRates.create({
			display_name: "VAT",
			inclusive: false,
			percentage: 20,
		});
		const inside = await stripe.taxRates.create({
			display_name: "GST",
			inclusive: true,
			percentage: 10,
		});
		const coupon = await stripe.coupons.create({ percent_off: 50, duration: "forever" });
		const made = await subscribe({
			default_tax_rates: [vat.id],
			discounts: [{ coupon: coupon.id }],
			expand: ["latest_invoice"],
		});
		expect(made.default_tax_rates).toMatchObject([{ id: vat.id, percentage: 20 }]);
		expect(made.latest_invoice).toMatchObject({
			subtotal: 2900,
			subtotal_excluding_tax: 2900,
			total_excluding_tax: 1450,
			total: 1740,
			amount_paid: 1740,
			total_taxes: [
				{
					amount: 290,
					taxable_amount: 1450,
					tax_behavior: "exclusive",
					tax_rate_details: { tax_rate: vat.id },
				},
			],
		});
		const other = await subscribe({
			items: [{ price: shop.price.id, tax_rates: [inside.id] }],
			default_tax_rates: [vat.id],
			expand: ["latest_invoice"],
		});
		expect(other.latest_invoice).toMatchObject({
			subtotal: 2900,
			subtotal_excluding_tax: 2636,
			total: 2900,
			total_excluding_tax: 2636,
			total_taxes: [{ amount: 264, tax_behavior: "inclusive" }],
		});
	});

	it("can be taxed otherwise later, and echoes automatic tax", async () => {
		const { shop, stripe, subscribe } = await openPaidShop();
		const vat = await stripe.taxRates.create({
			display_name: "VAT",
			inclusive: false,
			percentage: 20,
		});
		await stripe.customers.update(shop.customer.id, { address: { country: "AT" } });
		const { id } = await subscribe({ automatic_tax: { enabled: true } });
		const taxed = await stripe.subscriptions.update(id, { default_tax_rates: [vat.id] });
		expect(taxed).toMatchObject({
			automatic_tax: { enabled: true, liability: { type: "self" } },
			default_tax_rates: [{ id: vat.id }],
		});
		const cleared = await stripe.subscriptions.update(id, {
			default_tax_rates: "",
			automatic_tax: { enabled: false },
		});
		expect(cleared).toMatchObject({
			automatic_tax: { enabled: false, liability: null },
			default_tax_rates: [],
		});
		await stripe.taxRates.update(vat.id, { active: false });
		await expect(
			stripe.subscriptions.update(id, { default_tax_rates: [vat.id] }),
		).rejects.toMatchObject({ statusCode: 400, param: "default_tax_rates[0]" });
	});

	it("is sold in Checkout with its tax", async () => {
		const { post, stripe, shop, ...started } = await openPaidShop();
		const vat = await stripe.taxRates.create({
			display_name: "VAT",
			inclusive: false,
			percentage: 20,
		});
		const session = await openCheckout({ stripe, post, ...started }, shop, {
			line_items: [{ price: shop.price.id, quantity: 1, tax_rates: [vat.id] }],
		});
		expect(session).toMatchObject({
			amount_subtotal: 2900,
			amount_total: 3480,
			total_details: { amount_tax: 580 },
		});
		const paid = await post(`/v1/payment_pages/${session.id}/confirm`, card("4242424242424242"));
		const invoice = await stripe.invoices.retrieve(String(paid.invoice));
		expect(invoice).toMatchObject({ total: 3480, amount_paid: 3480 });
	});
});

describe("a tax id", () => {
	it("belongs to its customer, is shown on invoices, and can be taken back", async () => {
		const { stripe, subscribe, shop, newEvents } = await openPaidShop();
		const taxId = await stripe.customers.createTaxId(shop.customer.id, {
			type: "eu_vat",
			value: "DE123456789",
		});
		expect(taxId).toMatchObject({ country: "DE", verification: { status: "pending" } });
		expect((await stripe.customers.listTaxIds(shop.customer.id)).data).toEqual([taxId]);
		expect(await stripe.customers.retrieveTaxId(shop.customer.id, taxId.id)).toEqual(taxId);
		const made = await subscribe({ expand: ["latest_invoice"] });
		expect(made.latest_invoice).toMatchObject({
			customer_tax_ids: [{ type: "eu_vat", value: "DE123456789" }],
		});
		const stranger = await stripe.customers.create({
			tax_id_data: [{ type: "gb_vat", value: "GB123456789" }],
			expand: ["tax_ids"],
		});
		expect(stranger.tax_ids?.data).toMatchObject([{ type: "gb_vat", country: "GB" }]);
		await expect(stripe.customers.deleteTaxId(stranger.id, taxId.id)).rejects.toMatchObject({
			statusCode: 404,
		});
		await stripe.customers.deleteTaxId(shop.customer.id, taxId.id);
		expect((await stripe.customers.listTaxIds(shop.customer.id)).data).toEqual([]);
		expect(typesOf(await newEvents()).filter((type) => type.includes("tax_id"))).toEqual([
			"customer.tax_id.created",
			"customer.tax_id.created",
			"customer.tax_id.deleted",
		]);
	});
});

describe("an invoice made by hand", () => {
	it("is taxed by its default rates unless an item has its own, also after they change", async () => {
		const { stripe, shop } = await openPaidShop();
		const [vat, gst, own] = await Promise.all(
			[20, 10, 5].map((percentage) =>
				stripe.taxRates.create({ display_name: "Tax", inclusive: false, percentage }),
			),
		);
		const { id } = await stripe.invoices.create({
			customer: shop.customer.id,
			default_tax_rates: [vat?.id ?? ""],
			automatic_tax: { enabled: false },
		});
		const item = { customer: shop.customer.id, invoice: id, currency: "usd", amount: 1000 };
		await stripe.invoiceItems.create(item);
		await stripe.invoiceItems.create({ ...item, tax_rates: [own?.id ?? ""] });
		expect((await stripe.invoices.retrieve(id)).total).toBe(2000 + 200 + 50);
		const changed = await stripe.invoices.update(id, { default_tax_rates: [gst?.id ?? ""] });
		expect(changed.total).toBe(2000 + 100 + 50);
		expect((await stripe.invoices.update(id, { default_tax_rates: "" })).total).toBe(2000 + 50);
	});
});

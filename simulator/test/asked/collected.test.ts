// What a Checkout page asks besides the payment, and where the answers stay.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { aCard, aVisitor, pathOf, textOf, type Visitor } from "../pages/a-visitor.ts";

type Params = Partial<Stripe.Checkout.SessionCreateParams>;

async function opened(params: Params, shop?: Visitor) {
	const room = shop ?? (await aVisitor());
	const session = await room.stripe.checkout.sessions.create({
		mode: "subscription",
		line_items: [{ price: room.prices["founder month"], quantity: 1 }],
		success_url: "http://shop.test/done",
		...params,
	});
	const path = pathOf(session.url);
	return { shop: room, session, path, retrieve: () => read(room, session.id) };
}

const read = (shop: Visitor, id: string) => shop.stripe.checkout.sessions.retrieve(id);

const everything: Params = {
	billing_address_collection: "required",
	phone_number_collection: { enabled: true },
	name_collection: { business: { enabled: true, optional: true } },
	shipping_address_collection: { allowed_countries: ["AT", "DE"] },
	tax_id_collection: { enabled: true, required: "if_supported" },
	consent_collection: { terms_of_service: "required", promotions: "auto" },
	custom_text: {
		submit: { message: "We plant a tree." },
		terms_of_service_acceptance: { message: "Terms of our own." },
	},
	custom_fields: [
		{
			key: "size",
			label: { type: "custom", custom: "Size" },
			type: "dropdown",
			dropdown: {
				options: [
					{ label: "Small", value: "s" },
					{ label: "Large", value: "l" },
				],
			},
		},
		{
			key: "engraving",
			label: { type: "custom", custom: "Engraving" },
			type: "text",
			optional: true,
			text: { minimum_length: 2, maximum_length: 5 },
		},
		{ key: "lucky", label: { type: "custom", custom: "Lucky number" }, type: "numeric" },
	],
};

const answers = {
	phone: "+43 1 234",
	business_name: "Analytical Engines",
	billing_line1: "Ring 1",
	billing_postal_code: "1010",
	billing_city: "Wien",
	billing_country: "at",
	shipping_name: "Charles",
	shipping_line1: "Weg 2",
	shipping_postal_code: "10115",
	shipping_city: "Berlin",
	shipping_country: "DE",
	tax_id_type: "eu_vat",
	tax_id_value: "ATU12345678",
	custom_size: "l",
	custom_engraving: "Ada",
	custom_lucky: "7",
	consent_terms: "yes",
};

describe("a session that asks for everything", () => {
	it("shows each field with its label, and the shop's own words", async () => {
		const { shop, path } = await opened(everything);
		const page = (await shop.visit(path)).html;
		for (const label of ["Phone", "Business name", "Recipient", "Tax ID", "Size", "Lucky number"]) {
			expect(page).toMatch(new RegExp(`<label for="[a-z_0-9]+">${label}`));
		}
		expect(page).toContain('<option value="DE">Germany</option>');
		expect(textOf(page)).toMatch(/I agree to the terms .* Terms of our own\..* We plant a tree\./);
	});

	it("keeps the answers on the session and makes its customer of them", async () => {
		const { shop, path, retrieve } = await opened(everything);
		const paid = await shop.submit(path, { ...aCard(), ...answers });
		expect(paid.location).toBe("http://shop.test/done");
		const session = await retrieve();
		expect(session).toMatchObject({
			consent: { terms_of_service: "accepted", promotions: "opt_out" },
			collected_information: {
				business_name: "Analytical Engines",
				shipping_details: { name: "Charles", address: { line1: "Weg 2", country: "DE" } },
			},
			customer_details: {
				address: { line1: "Ring 1", city: "Wien", country: "AT" },
				phone: "+43 1 234",
				tax_ids: [{ type: "eu_vat", value: "ATU12345678" }],
			},
			custom_fields: [
				{ key: "size", dropdown: { value: "l" } },
				{ key: "engraving", text: { value: "Ada" } },
				{ key: "lucky", numeric: { value: "7" } },
			],
		});
		const customer = String(session.customer);
		expect(await shop.stripe.customers.retrieve(customer)).toMatchObject({
			address: { line1: "Ring 1" },
			business_name: "Analytical Engines",
			phone: "+43 1 234",
			shipping: { name: "Charles" },
		});
		expect((await shop.stripe.customers.listTaxIds(customer)).data).toHaveLength(1);
	});

	it("says at each field what is missing or wrong, charges nothing and keeps what was typed", async () => {
		const { shop, path, retrieve } = await opened(everything);
		const wrong = {
			...answers,
			custom_engraving: "Adalovelace",
			custom_lucky: "seven",
			custom_size: "xxl",
			phone: "",
			consent_terms: "",
		};
		const page = await shop.submit(path, { ...aCard(), ...wrong });
		expect(page.status).toBe(422);
		for (const [name, words] of Object.entries({
			custom_engraving: "Use at most 5 characters.",
			custom_lucky: "Use digits only.",
			custom_size: "Choose one of the options.",
			phone: "Enter this: Phone.",
			consent_terms: "Tick this box to go on.",
		})) {
			expect(page.html).toContain(`id="${name}-error" role="alert">${words}`);
		}
		expect(page.html).toContain('value="Weg 2"');
		expect(await retrieve()).toMatchObject({ status: "open", consent: null });
		expect((await shop.stripe.charges.list()).data).toHaveLength(0);
	});

	it("keeps them across the question of a 3-D Secure card", async () => {
		const { shop, path, retrieve } = await opened(everything);
		const asked = await shop.submit(path, { ...aCard("4000002760003184"), ...answers });
		await shop.submit(asked.location ?? "", { outcome: "complete" });
		expect((await retrieve()).custom_fields[0]).toMatchObject({ dropdown: { value: "l" } });
	});
});

describe("a customer who is known", () => {
	async function known(update: Params["customer_update"]) {
		const shop = await aVisitor();
		const { id } = await shop.stripe.customers.create({
			name: "Ada",
			email: "ada@example.com",
			address: { line1: "Old 1", country: "AT" },
		});
		const { path } = await opened(
			{
				customer: id,
				billing_address_collection: "required",
				...(update && { customer_update: update }),
			},
			shop,
		);
		expect((await shop.visit(path)).html).toContain('value="Old 1"');
		const typed = {
			billing_line1: "New 2",
			billing_postal_code: "1",
			billing_city: "Wien",
			billing_country: "AT",
		};
		expect((await shop.submit(path, { ...aCard(), ...typed })).status).toBe(303);
		return shop.stripe.customers.retrieve(id);
	}

	it("is changed as far as customer_update says", async () => {
		expect(await known({ address: "auto", name: "auto" })).toMatchObject({
			name: "Ada Lovelace",
			address: { line1: "New 2" },
		});
	});

	it("stays as he is otherwise", async () => {
		expect(await known(undefined)).toMatchObject({ name: "Ada", address: { line1: "Old 1" } });
	});
});

describe("a session that asks for the impossible", () => {
	it.each<[Params, string]>([
		[{ customer_update: { name: "auto" } }, "customer_update"],
		[{ locale: "tlh" as "de" }, "locale"],
		[
			{ custom_fields: [{ key: "a b", label: { type: "custom", custom: "A" }, type: "text" }] },
			"custom_fields[0][key]",
		],
		[
			{ custom_fields: [{ key: "a", label: { type: "custom", custom: "A" }, type: "dropdown" }] },
			"custom_fields[0][dropdown]",
		],
	])("is refused: %j", async (params, param) => {
		await expect(opened(params)).rejects.toMatchObject({ statusCode: 400, param });
	});

	it("needs leave to change a known customer's name for a tax id", async () => {
		const shop = await aVisitor();
		const { id: customer } = await shop.stripe.customers.create({});
		const params = { customer, tax_id_collection: { enabled: true } };
		await expect(opened(params, shop)).rejects.toMatchObject({ param: "tax_id_collection" });
	});
});

describe("the button and the manner of writing", () => {
	it.each([
		["donate", "Donate $5.00"],
		["book", "Book"],
		["pay", "Pay $5.00"],
	] as const)("follow submit_type %s", async (submit_type, words) => {
		const line = {
			price_data: { currency: "usd", unit_amount: 500, product_data: { name: "Tea" } },
			quantity: 1,
		};
		const { shop, path } = await opened({ mode: "payment", submit_type, line_items: [line] });
		expect(textOf((await shop.visit(path)).html)).toContain(words);
	});

	it("follow the session's locale", async () => {
		const { shop, path } = await opened({ locale: "fr" });
		expect(textOf((await shop.visit(path)).html)).toMatch(/79,00\s\$US/);
	});

	it("say what becomes of a trial without a card", async () => {
		const { shop, path } = await opened({
			payment_method_collection: "if_required",
			subscription_data: {
				trial_period_days: 7,
				trial_settings: { end_behavior: { missing_payment_method: "pause" } },
			},
		});
		expect((await shop.visit(path)).html).toContain("otherwise it is paused");
	});
});

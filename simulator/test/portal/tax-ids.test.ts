// Tax ids, shipping and invoices in the portal, as the configuration allows them.
import { describe, expect, it } from "vitest";
import { aVisitor, textOf } from "../pages/a-visitor.ts";

async function atHome(allowed: ("tax_id" | "shipping" | "phone" | "name")[]) {
	const shop = await aVisitor();
	const who = await shop.subscriber();
	const { id: configuration } = await shop.configuration({
		customer_update: { enabled: true, allowed_updates: allowed },
	});
	const home = await shop.portal(who.customer, { configuration });
	await shop.newEvents();
	return { shop, who, home };
}

describe("tax ids in the portal", () => {
	it("are added and removed by the customer, told by their own events", async () => {
		const { shop, who, home } = await atHome(["tax_id"]);
		const form = await shop.visit(`${home}/tax-ids/new`);
		expect(form.html).toContain('<option value="eu_vat" selected>EU VAT</option>');
		const typed = { type: "eu_vat", value: "DE123456789" };
		const saved = await shop.submit(`${home}/tax-ids/new`, typed);
		expect(saved.location).toBe(`${home}?done=details`);
		expect(textOf((await shop.visit(home)).html)).toMatch(/DE123456789 EU VAT Pending Remove/);
		const { data } = await shop.stripe.customers.listTaxIds(who.customer);
		expect(data).toMatchObject([{ ...typed, country: "DE" }]);
		await shop.submit(`${home}/tax-ids/${data[0]?.id}/remove`, {});
		expect((await shop.stripe.customers.listTaxIds(who.customer)).data).toHaveLength(0);
		const types = (await shop.newEvents()).map(({ type }) => type);
		expect(types).toEqual(["customer.tax_id.created", "customer.tax_id.deleted"]);
	});

	it("are refused without a number, of an unknown kind, and of somebody else", async () => {
		const { shop, home } = await atHome(["tax_id"]);
		const path = `${home}/tax-ids/new`;
		const empty = await shop.submit(path, { type: "eu_vat", value: " " });
		expect([empty.status, empty.html]).toEqual([422, expect.stringContaining("Enter the number.")]);
		expect((await shop.submit(path, { type: "xx_vat", value: "1" })).status).toBe(422);
		const other = await shop.stripe.customers.create({
			tax_id_data: [{ type: "eu_vat", value: "FR123456789" }],
		});
		const [theirs] = (await shop.stripe.customers.listTaxIds(other.id)).data;
		expect((await shop.submit(`${home}/tax-ids/${theirs?.id}/remove`, {})).status).toBe(409);
		expect((await shop.stripe.customers.listTaxIds(other.id)).data).toHaveLength(1);
	});

	it("do not exist where the configuration leaves them out", async () => {
		const { shop, home } = await atHome(["name"]);
		expect((await shop.visit(home)).html).not.toContain("Tax IDs");
		expect((await shop.visit(`${home}/tax-ids/new`)).status).toBe(404);
		const forced = await shop.submit(`${home}/tax-ids/new`, { type: "eu_vat", value: "DE1" });
		expect(forced.status).toBe(404);
	});
});

describe("details in the portal", () => {
	it("hold the shipping address where it may be changed, and nothing else changes", async () => {
		const { shop, who, home } = await atHome(["shipping", "phone"]);
		const page = (await shop.visit(`${home}/details`)).html;
		expect(page).toContain("Shipping address line 1");
		expect(page).not.toContain(">Email<");
		const typed = {
			email: "eve@example.com",
			phone: "+43 1 234",
			shipping_name: "Ada Lovelace",
			shipping_line1: "Ring 1",
			shipping_city: "Wien",
			shipping_country: "at",
		};
		expect((await shop.submit(`${home}/details`, typed)).status).toBe(303);
		expect(await shop.stripe.customers.retrieve(who.customer)).toMatchObject({
			email: "ada@example.com",
			phone: "+43 1 234",
			shipping: { name: "Ada Lovelace", address: { line1: "Ring 1", city: "Wien", country: "AT" } },
		});
		expect(textOf((await shop.visit(home)).html)).toContain("Shipping Ada Lovelace Ring 1 Wien AT");
	});
});

describe("the invoice history", () => {
	it("leads from page to page until the oldest, each invoice once", async () => {
		const { shop, home } = await atHome(["name"]);
		shop.pass(14 * 31 * 86_400);
		const seen: string[] = [];
		let path: string | undefined = home;
		for (let pages = 0; path !== undefined && pages < 4; pages += 1) {
			const { html } = await shop.visit(path);
			seen.push(...[...html.matchAll(/<a href="\/i\/(in_\w+)">/g)].map(([, id]) => id ?? ""));
			path = /href="([^"#]+\?before=[^"#]+)/.exec(html)?.[1];
		}
		const all = await shop.stripe.invoices.list({ limit: 100 });
		expect(seen).toEqual(all.data.filter(({ status }) => status !== "draft").map(({ id }) => id));
		expect(seen.length).toBeGreaterThan(12);
	});
});

describe("money and dates", () => {
	it("are written as the session's locale writes them, or the browser's", async () => {
		const { shop, who } = await atHome(["name"]);
		const german = await shop.portal(who.customer, { locale: "de" });
		expect(textOf((await shop.visit(german)).html)).toMatch(/79,00\s\$ per month/);
		const plain = await shop.portal(who.customer);
		const answer = await fetch(new URL(plain, shop.simulator.url), {
			headers: { "accept-language": "fr-FR,fr;q=0.9" },
		});
		expect(textOf(await answer.text())).toMatch(/79,00\s\$US per month/);
		expect(textOf((await shop.visit(plain)).html)).toContain("$79.00 per month");
	});
});

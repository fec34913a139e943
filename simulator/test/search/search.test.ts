// Search as the SDK drives it.
import { describe, expect, it } from "vitest";
import { buy, openShop } from "../support/shop.ts";
import { startTest } from "../support/start.ts";

async function people() {
	const started = await startTest();
	const { stripe } = started;
	for (const [name, email, plan] of [
		["Ada Lovelace", "ada@example.com", "gold"],
		["Bob Byron", "bob@example.com", "silver"],
		["Cyd Lovell", "cyd@example.org", ""],
	] as const) {
		await stripe.customers.create({ name, email, ...(plan === "" ? {} : { metadata: { plan } }) });
	}
	const names = async (query: string) =>
		(await stripe.customers.search({ query })).data.map(({ name }) => name?.split(" ")[0]).sort();
	return { ...started, names };
}

describe("a search", () => {
	it.each([
		['email:"ada@example.com"', ["Ada"]],
		['email:"ADA@EXAMPLE.COM"', ["Ada"]],
		['name~"lovel"', ["Ada", "Cyd"]],
		['metadata["plan"]:"gold"', ["Ada"]],
		['-metadata["plan"]:"gold"', ["Bob", "Cyd"]],
		['metadata["plan"]:null', ["Cyd"]],
		['-metadata["plan"]:null', ["Ada", "Bob"]],
		['name~"lovel" AND email~"org"', ["Cyd"]],
		['name~"lovel" email~"org"', ["Cyd"]],
		['email:"ada@example.com" OR email:"bob@example.com"', ["Ada", "Bob"]],
		["created>1000 AND -email~'org'", ["Ada", "Bob"]],
		["created<1000", []],
	])("for %s finds %j", async (query, expected) => {
		const { names } = await people();
		expect(await names(query)).toEqual(expected);
	});

	it.each([
		"",
		"email",
		'email:"a" AND name~"bcd" OR name~"efg"',
		'colour:"red"',
		'email>"a"',
		'created~"123"',
		'name~"ab"',
		'created>"soon"',
		'metadata:"gold"',
		'(email:"a")',
		'email:"a',
		Array.from({ length: 11 }, () => "created>1").join(" AND "),
	])("refuses %j", async (query) => {
		const { stripe } = await people();
		await expect(stripe.customers.search({ query })).rejects.toMatchObject({
			statusCode: 400,
			param: "query",
		});
	});

	it("goes on page by page until everything was found once", async () => {
		const { stripe } = await startTest();
		for (let count = 0; count < 25; count += 1)
			await stripe.customers.create({ name: `Ada ${count}` });
		const query = 'name~"Ada"';
		const first = await stripe.customers.search({ query, limit: 10 });
		expect(first).toMatchObject({ has_more: true, url: "/v1/customers/search" });
		const second = await stripe.customers.search({
			query,
			limit: 10,
			page: String(first.next_page),
		});
		expect(second.data[0]?.name).toBe("Ada 14");
		const all: string[] = [];
		for await (const { id } of stripe.customers.search({ query, limit: 7 })) all.push(id);
		expect(new Set(all).size).toBe(25);
		await expect(stripe.customers.search({ query, page: "nonsense" })).rejects.toMatchObject({
			param: "page",
		});
	});

	it("knows products, prices, subscriptions, invoices, intents and charges", async () => {
		const started = await startTest();
		const { stripe } = started;
		const shop = await openShop(started);
		const bought = await buy(started, shop);
		const idsOf = async (found: Promise<{ data: { id: string }[] }>) =>
			(await found).data.map(({ id }) => id);
		expect(await idsOf(stripe.products.search({ query: 'name:"founder" active:"true"' }))).toEqual([
			shop.product.id,
		]);
		const byKey = { query: 'lookup_key:"founder_monthly" AND currency:"usd"' };
		expect(await idsOf(stripe.prices.search(byKey))).toEqual([shop.price.id]);
		expect(await idsOf(stripe.subscriptions.search({ query: 'status:"active"' }))).toEqual([
			bought.id,
		]);
		const invoices = { query: `subscription:"${bought.id}" AND total>=2900` };
		expect(await idsOf(stripe.invoices.search(invoices))).toEqual([bought.latest_invoice]);
		const paid = { query: `customer:"${shop.customer.id}" AND amount:2900` };
		const [intent] = (await stripe.paymentIntents.search(paid)).data;
		expect(intent?.status).toBe("succeeded");
		const cards = { query: 'payment_method_details.card.last4:4242 AND -refunded:"true"' };
		expect(await idsOf(stripe.charges.search(cards))).toEqual([intent?.latest_charge]);
	});

	it("finds what is new a little later when the settings say so", async () => {
		const { pass, stripe } = await startTest({ settings: { searchDelaySeconds: 60 } });
		await stripe.customers.create({ name: "Ada" });
		const query = 'name:"Ada"';
		expect((await stripe.customers.search({ query })).data).toEqual([]);
		pass(61);
		expect((await stripe.customers.search({ query })).data).toHaveLength(1);
	});
});

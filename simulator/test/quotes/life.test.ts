// The life of a quote, from draft to its end.
import { describe, expect, it } from "vitest";
import { errorOf } from "../payments/till.ts";
import { typesOf } from "../support/shop.ts";
import { day } from "../support/start.ts";
import { openQuoteShop } from "./a-quote.ts";

describe("a quote", () => {
	it("is a draft of thirty days without a number", async () => {
		const { customer, newEvents, quote } = await openQuoteShop();
		const made = await quote({ description: "Two seats", metadata: { deal: "7" } });
		expect(made).toMatchObject({
			object: "quote",
			status: "draft",
			number: null,
			customer: customer.id,
			description: "Two seats",
			metadata: { deal: "7" },
			currency: "usd",
			collection_method: "charge_automatically",
			from_quote: null,
			status_transitions: { accepted_at: null, canceled_at: null, finalized_at: null },
		});
		expect(made.id).toMatch(/^qt_/);
		expect(made.expires_at - made.created).toBe(30 * day);
		expect(typesOf(await newEvents())).toEqual(["quote.created"]);
	});

	it("is numbered for its customer when it is finalized", async () => {
		const { customer, newEvents, quote, stripe } = await openQuoteShop();
		const [first, second] = [await quote(), await quote()];
		await newEvents();
		const open = await stripe.quotes.finalizeQuote(first.id);
		expect(open).toMatchObject({
			status: "open",
			number: `QT-${customer.invoice_prefix}-0001-1`,
			status_transitions: { finalized_at: open.created },
		});
		expect((await stripe.quotes.finalizeQuote(second.id)).number).toMatch(/-0002-1$/);
		expect(typesOf(await newEvents())).toEqual(["quote.finalized", "quote.finalized"]);
	});

	it("needs somebody and something before it is finalized", async () => {
		const { quote, stripe, customer } = await openQuoteShop();
		const empty = await stripe.quotes.create({ customer: customer.id });
		expect(empty).toMatchObject({ currency: null, amount_total: 0, computed: { recurring: null } });
		const nobodys = await stripe.quotes.create({
			line_items: [{ price: String((await stripe.prices.list()).data[0]?.id), quantity: 1 }],
		});
		expect(await errorOf(stripe.quotes.finalizeQuote(empty.id))).toMatchObject({
			statusCode: 400,
			param: "line_items",
		});
		expect(await errorOf(stripe.quotes.finalizeQuote(nobodys.id))).toMatchObject({
			param: "customer",
		});
		const found = await stripe.quotes.update(nobodys.id, { customer: customer.id });
		expect(found.customer).toBe(customer.id);
		const other = await stripe.customers.create({});
		expect(
			await errorOf(stripe.quotes.update((await quote()).id, { customer: other.id })),
		).toMatchObject({ param: "customer" });
	});

	it("is canceled by itself when its time is over, as a draft or open", async () => {
		const { newEvents, open, pass, quote, simulator, stripe } = await openQuoteShop();
		const soon = simulator.now() + 5 * day;
		const [waiting, offered] = [await quote({ expires_at: soon }), await open()];
		await newEvents();
		pass(6 * day);
		expect((await stripe.quotes.retrieve(waiting.id)).status).toBe("canceled");
		expect((await stripe.quotes.retrieve(offered.id)).status).toBe("open");
		pass(25 * day);
		const gone = await stripe.quotes.retrieve(offered.id);
		expect(gone.status_transitions.canceled_at).toBe(offered.expires_at);
		expect(typesOf(await newEvents())).toEqual(["quote.canceled", "quote.canceled"]);
	});

	it("expires when finalizing says so", async () => {
		const { pass, quote, simulator, stripe } = await openQuoteShop();
		const { id } = await quote();
		const refused = stripe.quotes.finalizeQuote(id, { expires_at: simulator.now() - 1 });
		expect(await errorOf(refused)).toMatchObject({ param: "expires_at" });
		await stripe.quotes.finalizeQuote(id, { expires_at: simulator.now() + day });
		pass(2 * day);
		expect((await stripe.quotes.retrieve(id)).status).toBe("canceled");
	});

	it("goes only from draft to open to accepted or canceled", async () => {
		const { open, quote, stripe } = await openQuoteShop();
		const { quotes } = stripe;
		const draft = await quote();
		expect((await errorOf(quotes.accept(draft.id))).message).toContain("status of draft");
		const offered = await open();
		expect((await errorOf(quotes.finalizeQuote(offered.id))).message).toContain("status of open");
		const change = quotes.update(offered.id, { description: "Another" });
		expect((await errorOf(change)).message).toContain("status of open");
		expect((await quotes.update(offered.id, { metadata: { a: "1" } })).metadata).toEqual({
			a: "1",
		});
		expect((await quotes.cancel(offered.id)).status).toBe("canceled");
		expect((await errorOf(quotes.accept(offered.id))).message).toContain("status of canceled");
		const taken = await quotes.accept((await open()).id);
		expect((await errorOf(quotes.cancel(taken.id))).message).toContain("status of accepted");
	});

	it("does not expire any more once it is accepted", async () => {
		const { newEvents, open, pass, stripe } = await openQuoteShop();
		const { id } = await stripe.quotes.accept((await open()).id);
		pass(31 * day);
		expect((await stripe.quotes.retrieve(id)).status).toBe("accepted");
		expect(typesOf(await newEvents())).not.toContain("quote.canceled");
	});

	it("is listed by customer and status", async () => {
		const { customer, open, quote, stripe } = await openQuoteShop();
		const [first, second] = [await quote(), await open()];
		const all = await stripe.quotes.list({ customer: customer.id });
		expect(all.data.map(({ id }) => id)).toEqual([second.id, first.id]);
		const drafts = await stripe.quotes.list({ status: "draft" });
		expect(drafts.data.map(({ id }) => id)).toEqual([first.id]);
		const other = await stripe.customers.create({});
		expect((await stripe.quotes.list({ customer: other.id })).data).toEqual([]);
	});

	it("follows the test clock of its customer", async () => {
		const { price, stripe } = await openQuoteShop();
		const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1_800_000_000 });
		const customer = await stripe.customers.create({ test_clock: clock.id });
		const { id, ...made } = await stripe.quotes.create({
			customer: customer.id,
			line_items: [{ price: price.id }],
		});
		expect(made).toMatchObject({ test_clock: clock.id, created: 1_800_000_000 });
		const listed = await stripe.quotes.list({ test_clock: clock.id });
		expect(listed.data.map((one) => one.id)).toEqual([id]);
		await stripe.testHelpers.testClocks.advance(clock.id, {
			frozen_time: 1_800_000_000 + 31 * day,
		});
		expect((await stripe.quotes.retrieve(id)).status).toBe("canceled");
	});
});

describe("a copy of a quote", () => {
	it("is a new draft of the same offer", async () => {
		const { open, quote, stripe } = await openQuoteShop();
		const coupon = await stripe.coupons.create({ percent_off: 10, duration: "forever" });
		const original = await open({ discounts: [{ coupon: coupon.id }], header: "For Ada" });
		const copy = await stripe.quotes.create({ from_quote: { quote: original.id } });
		expect(copy).toMatchObject({
			status: "draft",
			number: null,
			header: "For Ada",
			amount_total: original.amount_total,
			from_quote: { is_revision: false, quote: original.id },
		});
		expect(copy.discounts).not.toEqual(original.discounts);
		expect(await errorOf(quote({ from_quote: { quote: original.id } }))).toMatchObject({
			param: "from_quote",
		});
		await stripe.quotes.finalizeQuote(copy.id);
		expect((await stripe.quotes.retrieve(original.id)).status).toBe("open");
	});

	it("takes the place of an open quote when it is its revision", async () => {
		const { newEvents, open, quote, stripe } = await openQuoteShop();
		const revise = (id: string) =>
			stripe.quotes.create({ from_quote: { is_revision: true, quote: id } });
		expect((await errorOf(revise((await quote()).id))).message).toContain("status of draft");
		const original = await open();
		const revision = await revise(original.id);
		await newEvents();
		const issued = await stripe.quotes.finalizeQuote(revision.id);
		expect(issued.number).toBe(original.number?.replace(/1$/, "2"));
		expect((await stripe.quotes.retrieve(original.id)).status).toBe("canceled");
		expect(typesOf(await newEvents())).toEqual(["quote.finalized", "quote.canceled"]);
		const expanded = await stripe.quotes.retrieve(revision.id, { expand: ["from_quote.quote"] });
		expect(expanded.from_quote?.quote).toMatchObject({ id: original.id, object: "quote" });
	});
});

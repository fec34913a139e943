// The PDF of a quote.
import { describe, expect, it } from "vitest";
import { errorOf } from "../payments/till.ts";
import { openQuoteShop } from "./a-quote.ts";

describe("the PDF of a quote", () => {
	it("is what the SDK downloads, with number, lines and sums", async () => {
		const { once, open, price, stripe } = await openQuoteShop();
		const offered = await open({
			description: "For two (2) seats",
			footer: "Thanks",
			header: "An offer",
			line_items: [{ price: price.id, quantity: 2 }, { price: once.id }],
			subscription_data: { trial_period_days: 7 },
		});
		const chunks: Buffer[] = [];
		for await (const chunk of await stripe.quotes.pdf(offered.id)) chunks.push(Buffer.from(chunk));
		const text = Buffer.concat(chunks).toString("latin1");
		expect(text.startsWith("%PDF-1.4\n")).toBe(true);
		const start = Number(/startxref\n(\d+)/.exec(text)?.[1]);
		expect(text.slice(start).startsWith("xref\n")).toBe(true);
		for (const words of [
			`(Quote number     ${offered.number})`,
			"(ada@example.com)",
			"(An offer)",
			"(USD 73.00)",
			"(per month)",
			"(Recurring: USD 58.00 per month.)",
			"(Free for 7 days first.)",
			"(For two \\(2\\) seats)",
			"(Thanks)",
		]) {
			expect(text).toContain(words);
		}
	});

	it("needs a finalized quote and a key", async () => {
		const { quote, simulator, stripe } = await openQuoteShop();
		const { id } = await quote();
		const refused = await fetch(`${simulator.url}/v1/quotes/${id}/pdf`, {
			headers: { authorization: `Bearer ${simulator.apiKey}` },
		});
		expect(refused.status).toBe(400);
		expect((await fetch(`${simulator.url}/v1/quotes/${id}/pdf`)).status).toBe(401);
		expect(await errorOf(stripe.quotes.retrieve("qt_none"))).toMatchObject({ statusCode: 404 });
	});
});

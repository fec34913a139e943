// Nothing is lost or made when discounts are split over lines.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { discountLines } from "../../src/billing/discounts/discount-lines.ts";
import { share } from "../../src/billing/discounts/share.ts";

const amount = fc.integer({ min: 0, max: 99_999_999 });

describe("sharing an amount", () => {
	it("gives shares that add up, none larger than its weight", () => {
		fc.assert(
			fc.property(
				fc.array(amount, { minLength: 1, maxLength: 20 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(weights, part) => {
					const sum = weights.reduce((all, one) => all + one, 0);
					const total = Math.floor(sum * part);
					const shares = share(total, weights);
					expect(shares.reduce((all, one) => all + one, 0)).toBe(total);
					for (const [index, one] of shares.entries()) {
						expect(one).toBeGreaterThanOrEqual(0);
						expect(one).toBeLessThanOrEqual(weights[index] ?? 0);
					}
				},
			),
		);
	});

	it("splits five off ten and twenty as Stripe's example does", () => {
		expect(share(500, [1000, 2000])).toEqual([166, 334]);
	});

	it("gives nothing to weights of nothing", () => {
		expect(share(0, [0, 0])).toEqual([0, 0]);
	});
});

const line = fc.record({
	amount: fc.integer({ min: -1_000_000, max: 99_999_999 }),
	discountable: fc.boolean(),
	product: fc.constantFrom("a", "b", "c"),
	discounts: fc.subarray(["x", "y"]),
});
const worth = fc.oneof(
	fc.record({ percentOff: fc.integer({ min: 1, max: 10_000 }).map((n) => n / 100) }),
	fc.record({ amountOff: fc.integer({ min: 1, max: 99_999_999 }) }),
);

describe("discounts on lines", () => {
	it("never take more than the line, and nothing from credits or other products", () => {
		fc.assert(
			fc.property(
				fc.array(line, { maxLength: 10 }),
				fc.array(worth, { minLength: 4, maxLength: 4 }),
				fc.option(fc.subarray(["a", "b"], { minLength: 1 })),
				(lines, worths, products) => {
					const ids = ["x", "y", "z", "w"];
					const terms = new Map(
						ids.map((discount, index) => [
							discount,
							{ discount, percentOff: null, amountOff: null, products, ...worths[index] },
						]),
					);
					const taken = discountLines(lines, { terms, discounts: ["z", "w"] });
					lines.forEach((one, index) => {
						const amounts = taken[index] ?? [];
						const total = amounts.reduce((sum, { amount }) => sum + amount, 0);
						const open = one.discountable && (products === null || products.includes(one.product));
						expect(total).toBeLessThanOrEqual(open ? Math.max(0, one.amount) : 0);
						expect(amounts.every(({ amount }) => amount >= 0)).toBe(true);
					});
				},
			),
		);
	});

	it("take exactly what the coupon says while there is enough to take from", () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 8 }),
				fc.integer({ min: 1, max: 100 }),
				(amounts, percent) => {
					const lines = amounts.map((one) => ({
						amount: one,
						discountable: true,
						product: null,
						discounts: [],
					}));
					const sum = amounts.reduce((all, one) => all + one, 0);
					const terms = new Map([
						["p", { discount: "p", percentOff: percent, amountOff: null, products: null }],
						["f", { discount: "f", percentOff: null, amountOff: 7, products: null }],
					]);
					const taken = discountLines(lines, { terms, discounts: ["p", "f"] }).flat();
					const of = (id: string) =>
						taken
							.filter(({ discount }) => discount === id)
							.reduce((all, { amount }) => all + amount, 0);
					const first = Math.round((sum * percent) / 100);
					expect(of("p")).toBe(first);
					expect(of("f")).toBe(Math.min(7, sum - first));
				},
			),
		);
	});

	it("apply a line's own before those of the whole, each to what is left", () => {
		const terms = new Map(
			["own", "whole"].map((discount) => [
				discount,
				{ discount, percentOff: 50, amountOff: null, products: null },
			]),
		);
		const lines = [
			{ amount: 1000, discountable: true, product: null, discounts: ["own"] },
			{ amount: 1000, discountable: true, product: null, discounts: [] },
		];
		expect(discountLines(lines, { terms, discounts: ["whole"] })).toEqual([
			[
				{ amount: 500, discount: "own" },
				{ amount: 250, discount: "whole" },
			],
			[{ amount: 500, discount: "whole" }],
		]);
	});
});

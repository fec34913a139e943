// Tax on what is left after discounts, inside or on top.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TaxRate } from "../../src/billing/core/objects.ts";
import { taxesOn } from "../../src/billing/taxes/tax-lines.ts";

const plain = { exempt: "none", rounding: "half_away" } as const;

function rate(percentage: number, inclusive = false, id = `txr_${percentage}`): TaxRate {
	return {
		id,
		object: "tax_rate",
		active: true,
		country: null,
		created: 0,
		description: null,
		display_name: "VAT",
		effective_percentage: null,
		flat_amount: null,
		inclusive,
		jurisdiction: null,
		jurisdiction_level: null,
		livemode: false,
		metadata: {},
		percentage,
		rate_type: "percentage",
		state: null,
		tax_type: null,
	};
}

describe("taxes on an amount", () => {
	it("come on top when exclusive and lie inside when inclusive", () => {
		expect(taxesOn(1000, [rate(20)], plain)).toMatchObject([
			{ amount: 200, taxable_amount: 1000, tax_behavior: "exclusive" },
		]);
		expect(taxesOn(1200, [rate(20, true)], plain)).toMatchObject([
			{ amount: 200, taxable_amount: 1000, tax_behavior: "inclusive" },
		]);
	});

	it("are nothing for an exempt customer, with the reason", () => {
		expect(taxesOn(1000, [rate(20)], { ...plain, exempt: "exempt" })).toMatchObject([
			{ amount: 0, taxability_reason: "customer_exempt" },
		]);
		expect(taxesOn(1000, [rate(20)], { ...plain, exempt: "reverse" })).toMatchObject([
			{ amount: 0, taxability_reason: "reverse_charge" },
		]);
	});

	it("leave an inclusive amount whole: the tax and its base add up to it", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 99_999_999 }),
				fc.integer({ min: 1, max: 5000 }),
				(amount, hundredths) => {
					const [tax] = taxesOn(amount, [rate(hundredths / 100, true)], plain);
					expect((tax?.amount ?? 0) + (tax?.taxable_amount ?? 0)).toBe(amount);
				},
			),
		);
	});

	it("give back with a credit exactly what its charge took", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 99_999_999 }),
				fc.integer({ min: 1, max: 5000 }),
				fc.boolean(),
				(amount, hundredths, inclusive) => {
					const rates = [rate(hundredths / 100, inclusive)];
					const [charged] = taxesOn(amount, rates, plain);
					const [credited] = taxesOn(-amount, rates, plain);
					expect((charged?.amount ?? 0) + (credited?.amount ?? 0)).toBe(0);
				},
			),
		);
	});
});

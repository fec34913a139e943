// How a price counts: per unit, in tiers, by what the customer chooses, and in further currencies.
import type { Price } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import type { PriceDetails, PriceTier } from "./price-details.ts";
import type { AmountGiven, PriceCreate, TierGiven } from "./price-params.ts";

type Pricing = Pick<
	Price,
	| "billing_scheme"
	| "custom_unit_amount"
	| "tiers_mode"
	| "transform_quantity"
	| "unit_amount"
	| "unit_amount_decimal"
>;

/** The scheme's fields. Errors: no amount, tiers without a mode, amounts beside tiers. */
export function pricingOf(params: PriceCreate): Pricing {
	const tiered = params.billing_scheme === "tiered";
	refuseOddTiers(params, tiered);
	const custom = params.custom_unit_amount?.enabled === true;
	const transform = params.transform_quantity;
	return {
		billing_scheme: params.billing_scheme ?? "per_unit",
		custom_unit_amount: custom ? customOf(params.custom_unit_amount) : null,
		tiers_mode: params.tiers_mode ?? null,
		transform_quantity:
			transform === undefined ? null : { divide_by: transform.divide_by, round: transform.round },
		...(tiered || custom ? { unit_amount: null, unit_amount_decimal: null } : toAmount(params)),
	};
}

function refuseOddTiers(params: PriceCreate, tiered: boolean): void {
	for (const param of ["tiers", "tiers_mode"] as const) {
		if (tiered === (params[param] !== undefined)) continue;
		throw invalidRequest(
			tiered
				? `You must specify \`${param}\` when \`billing_scheme=tiered\`.`
				: `You may only specify \`${param}\` when \`billing_scheme=tiered\`.`,
			{ ...(tiered ? { code: "parameter_missing" } : {}), param },
		);
	}
	if (!tiered) return;
	if (params.unit_amount === undefined && params.unit_amount_decimal === undefined) return;
	throw invalidRequest("You may not specify `unit_amount` when `billing_scheme=tiered`.", {
		code: "parameters_exclusive",
		param: "unit_amount",
	});
}

function customOf(given: PriceCreate["custom_unit_amount"]): Price["custom_unit_amount"] {
	return {
		maximum: given?.maximum ?? null,
		minimum: given?.minimum ?? null,
		preset: given?.preset ?? null,
	};
}

/** Minor units as a number where they are whole, and as text in any case. Error code: parameter_missing. */
function toAmount({
	unit_amount,
	unit_amount_decimal,
}: AmountGiven): Pick<Price, "unit_amount" | "unit_amount_decimal"> {
	if (unit_amount !== undefined) return { unit_amount, unit_amount_decimal: String(unit_amount) };
	if (unit_amount_decimal === undefined) {
		throw invalidRequest(
			"Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.",
			{ code: "parameter_missing", param: "unit_amount" },
		);
	}
	return { unit_amount: wholeOf(unit_amount_decimal), unit_amount_decimal };
}

function wholeOf(decimal: string): number | null {
	return Number.isInteger(Number(decimal)) ? Number(decimal) : null;
}

/** What is shown of the price only on request. Its own currency stands among the options, as at Stripe. */
export function optionsOf(
	price: Price,
	params: Pick<PriceCreate, "currency_options"> & { tiers?: TierGiven[] | undefined },
): Omit<PriceDetails, "id"> {
	const tiers = params.tiers === undefined ? null : toTiers(params.tiers);
	const own = {
		custom_unit_amount: price.custom_unit_amount,
		tax_behavior: price.tax_behavior,
		unit_amount: price.unit_amount,
		unit_amount_decimal: price.unit_amount_decimal,
		...(tiers === null ? {} : { tiers }),
	};
	const others = [...(params.currency_options ?? [])].map(([currency, option]) => {
		const amounts =
			option.tiers === undefined
				? toAmount(option)
				: { unit_amount: null, unit_amount_decimal: null, tiers: toTiers(option.tiers) };
		const custom_unit_amount = option.custom_unit_amount?.enabled
			? customOf(option.custom_unit_amount)
			: null;
		const tax_behavior = option.tax_behavior ?? "unspecified";
		return [currency.toLowerCase(), { custom_unit_amount, tax_behavior, ...amounts }] as const;
	});
	return { tiers, currencyOptions: Object.fromEntries([[price.currency, own], ...others]) };
}

/** Errors: bounds that do not grow, a last tier with an end. */
function toTiers(given: readonly TierGiven[]): PriceTier[] {
	let from = 0;
	return given.map((tier, index) => {
		const last = index === given.length - 1;
		if (last !== (tier.up_to === "inf") || (tier.up_to !== "inf" && tier.up_to <= from)) {
			throw invalidRequest(
				"Tiers must be in ascending order of `up_to`, and the last one must be `inf`.",
				{ param: `tiers[${index}][up_to]` },
			);
		}
		if (tier.up_to !== "inf") from = tier.up_to;
		const flat = pairOf(tier.flat_amount, tier.flat_amount_decimal);
		const unit = pairOf(tier.unit_amount, tier.unit_amount_decimal);
		return {
			flat_amount: flat.whole,
			flat_amount_decimal: flat.decimal,
			unit_amount: unit.whole,
			unit_amount_decimal: unit.decimal,
			up_to: tier.up_to === "inf" ? null : tier.up_to,
		};
	});
}

function pairOf(whole: number | undefined, decimal: string | undefined) {
	if (whole !== undefined) return { whole, decimal: String(whole) };
	return { whole: decimal === undefined ? null : wholeOf(decimal), decimal: decimal ?? null };
}

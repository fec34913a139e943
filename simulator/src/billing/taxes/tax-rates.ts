// Tax rates the integrator defines by hand.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
import type { TaxRate } from "../core/objects.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import {
	boolean,
	clearable,
	decimal,
	oneOf,
	required,
	text,
	type Values,
} from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";

const taxTypes = [
	"admissions_tax",
	"amusement_tax",
	"attendance_tax",
	"communications_tax",
	"digital_excise_tax",
	"entertainment_tax",
	"get_fund",
	"gross_receipts_tax",
	"gst",
	"hospitality_tax",
	"hst",
	"igst",
	"jct",
	"lease_tax",
	"luxury_tax",
	"mass_transit_parking_tax",
	"nhil",
	"parking_tax",
	"pst",
	"qst",
	"resort_tax",
	"retail_delivery_fee",
	"rst",
	"sales_tax",
	"service_tax",
	"tourism_tax",
	"utility_users_tax",
	"vat",
] as const;

export const taxRateUpdateParams = {
	active: boolean(),
	country: clearable(text(2)),
	description: clearable(text()),
	display_name: text(50),
	jurisdiction: clearable(text(50)),
	metadata: metadata(),
	state: clearable(text()),
	tax_type: oneOf(...taxTypes),
};
export const taxRateCreateParams = {
	...taxRateUpdateParams,
	display_name: required(text(50)),
	inclusive: required(boolean()),
	percentage: required(decimal(0, 100)),
};

/** A new rate; its percentage never changes. Emits tax_rate.created. */
export function createTaxRate(draft: Draft, params: Values<typeof taxRateCreateParams>): TaxRate {
	const rate = draft.put("tax_rate", {
		id: draft.newId("txr"),
		object: "tax_rate",
		active: params.active ?? true,
		country: params.country ?? null,
		created: draft.now,
		description: params.description ?? null,
		display_name: params.display_name,
		effective_percentage: null,
		flat_amount: null,
		inclusive: params.inclusive,
		jurisdiction: params.jurisdiction ?? null,
		jurisdiction_level: null,
		livemode: false,
		metadata: mergeMetadata({}, params.metadata),
		percentage: params.percentage,
		rate_type: "percentage",
		state: params.state ?? null,
		tax_type: params.tax_type ?? null,
	});
	draft.emit("tax_rate.created", rate);
	return rate;
}

/** Changes what describes it; inactive ones cannot be newly used. Emits tax_rate.updated. */
export function updateTaxRate(
	draft: Draft,
	id: string,
	params: Values<typeof taxRateUpdateParams>,
): TaxRate {
	const before = getRecord(draft, "tax_rate", { id });
	const after = draft.put("tax_rate", {
		...before,
		active: params.active ?? before.active,
		country: kept(params.country, before.country),
		description: kept(params.description, before.description),
		display_name: params.display_name ?? before.display_name,
		jurisdiction: kept(params.jurisdiction, before.jurisdiction),
		metadata: mergeMetadata(before.metadata, params.metadata),
		state: kept(params.state, before.state),
		tax_type: params.tax_type ?? before.tax_type,
	});
	if (JSON.stringify(after) !== JSON.stringify(before)) {
		draft.emit("tax_rate.updated", after, before);
	}
	return after;
}

/** The active rates of these ids. Error codes: resource_missing; an inactive rate is refused. */
export function getTaxRates(draft: Draft, ids: readonly string[], param: string): TaxRate[] {
	return ids.map((id, index) => {
		const rate = getRecord(draft, "tax_rate", { id, param: `${param}[${index}]` });
		if (rate.active) return rate;
		throw invalidRequest(`The tax rate ${id} is inactive and cannot be applied.`, {
			param: `${param}[${index}]`,
		});
	});
}

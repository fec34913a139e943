// Legacy plans: recurring prices seen and made through their older face.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
import type { Plan } from "../core/objects.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	type Param,
	required,
	text,
	type Values,
} from "../core/params/params.ts";
import { invalidRequest, missingResource } from "../core/stripe-error.ts";
import { planOf } from "./plan-of.ts";
import { amountShape, recurringShape, schemeShape, transformShape } from "./price-params.ts";
import { announcePrice, createPrice } from "./prices.ts";
import { createProductFor, type ProductData } from "./product-data.ts";

const productData = hash({
	id: text(),
	name: required(text()),
	active: boolean(),
	metadata: metadata(),
	statement_descriptor: text(22),
	unit_label: text(12),
});
/** The id of a product, or the description of a new one. */
const product: Param<string | ProductData | undefined> = {
	read: (raw, path) =>
		typeof raw === "string" ? text().read(raw, path) : productData.read(raw, path),
};
export const planCreateParams = {
	...schemeShape,
	...recurringShape,
	active: boolean(),
	amount: amountShape.unit_amount,
	amount_decimal: amountShape.unit_amount_decimal,
	currency: required(text(3)),
	id: text(),
	metadata: metadata(),
	nickname: text(),
	product,
	transform_usage: hash(transformShape),
};
export const planUpdateParams = {
	active: boolean(),
	metadata: metadata(),
	nickname: clearable(text()),
	product: text(),
	trial_period_days: integer(0),
};

/** A recurring price under the plan's id. Emits plan.created and price.created. */
export function createPlan(draft: Draft, params: Values<typeof planCreateParams>): Plan {
	if (params.id !== undefined && draft.get("price", params.id) !== undefined) {
		throw invalidRequest("Plan already exists.", { code: "resource_already_exists", param: "id" });
	}
	const given = params.product;
	const { interval, interval_count, meter, trial_period_days, usage_type } = params;
	const price = createPrice(draft, {
		...(params.id === undefined ? {} : { id: params.id }),
		active: params.active,
		billing_scheme: params.billing_scheme,
		currency: params.currency,
		metadata: params.metadata,
		nickname: params.nickname,
		product: createProductFor(draft, {
			product: typeof given === "string" ? given : undefined,
			product_data: typeof given === "string" ? undefined : given,
		}),
		recurring: { interval, interval_count, meter, trial_period_days, usage_type },
		tiers: params.tiers,
		tiers_mode: params.tiers_mode,
		transform_quantity: params.transform_usage,
		unit_amount: params.amount,
		unit_amount_decimal: params.amount_decimal,
	});
	return planOf(price);
}

/** The plan of a recurring price. Error: one-time prices have none (404). */
export function getPlan(draft: Draft, id: string): Plan {
	const price = draft.get("price", id);
	if (price?.recurring) return planOf(price);
	throw missingResource("plan", id);
}

/** Changes what was sent, in the price as well. Emits plan.updated and price.updated. */
export function updatePlan(
	draft: Draft,
	id: string,
	params: Values<typeof planUpdateParams>,
): Plan {
	getPlan(draft, id);
	const before = getRecord(draft, "price", { id });
	if (params.product !== undefined) {
		getRecord(draft, "product", { id: params.product, param: "product" });
	}
	const after = draft.put("price", {
		...before,
		active: params.active ?? before.active,
		metadata: mergeMetadata(before.metadata, params.metadata),
		nickname: kept(params.nickname, before.nickname),
		product: params.product ?? before.product,
		recurring:
			before.recurring === null
				? null
				: {
						...before.recurring,
						trial_period_days: params.trial_period_days ?? before.recurring.trial_period_days,
					},
	});
	announcePrice(draft, after, before);
	return planOf(after);
}

/** Plan and price are gone; subscriptions to them go on. Emits plan.deleted and price.deleted. */
export function deletePlan(draft: Draft, id: string): object {
	const plan = getPlan(draft, id);
	const price = getRecord(draft, "price", { id });
	draft.remove("price", id);
	draft.emit("plan.deleted", plan);
	draft.emit("price.deleted", price);
	return { id, object: "plan", deleted: true };
}

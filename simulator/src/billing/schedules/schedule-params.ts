// What may be sent about subscription schedules.
import { recurringPriceShape } from "../catalog/given-price.ts";
import { metadata } from "../core/params/metadata.ts";
import {
	boolean,
	hash,
	integer,
	list,
	oneOf,
	type Param,
	required,
	text,
	timestamp,
	type Values,
} from "../core/params/params.ts";
import { discountsParam } from "../discounts/set-discounts.ts";
import { addedItemShape } from "../subscriptions/start/add-invoice-items.ts";

/** An instant, or the word for this one. */
const instant: Param<"now" | number | undefined> = {
	read: (raw, path) => (raw === "now" ? "now" : timestamp().read(raw, path)),
};
const anchor = () => oneOf("automatic", "phase_start");
const bound = <const Word extends string>(...words: Word[]) =>
	hash({ timestamp: timestamp(), type: required(oneOf(...words)) });
const behavior = () => oneOf("always_invoice", "create_prorations", "none");

const phaseShape = {
	add_invoice_items: list(
		hash({
			...addedItemShape,
			period: hash({
				end: required(bound("min_item_period_end", "phase_end", "timestamp")),
				start: required(bound("max_item_period_start", "phase_start", "timestamp")),
			}),
		}),
		20,
	),
	billing_cycle_anchor: anchor(),
	collection_method: oneOf("charge_automatically"),
	currency: text(3),
	default_payment_method: text(),
	description: text(500),
	discounts: discountsParam(),
	duration: hash({
		interval: required(oneOf("day", "week", "month", "year")),
		interval_count: integer(1),
	}),
	end_date: instant,
	items: required(
		list(
			hash({
				discounts: discountsParam(),
				...recurringPriceShape,
				metadata: metadata(),
				quantity: integer(0),
			}),
			20,
		),
	),
	metadata: metadata(),
	proration_behavior: behavior(),
	trial: boolean(),
	trial_end: instant,
};
const defaultSettings = hash({
	billing_cycle_anchor: anchor(),
	collection_method: oneOf("charge_automatically"),
	default_payment_method: text(),
	description: text(500),
});
const common = {
	default_settings: defaultSettings,
	end_behavior: oneOf("cancel", "none", "release", "renew"),
	metadata: metadata(),
};

export const scheduleCreateParams = {
	...common,
	billing_mode: hash({ type: required(oneOf("classic", "flexible")) }),
	customer: text(),
	from_subscription: text(),
	phases: list(hash(phaseShape), 10),
	start_date: instant,
};
export const scheduleUpdateParams = {
	...common,
	phases: list(hash({ ...phaseShape, start_date: instant }), 10),
	proration_behavior: behavior(),
};
export const scheduleReleaseParams = { preserve_cancel_date: boolean() };
export const scheduleCancelParams = { invoice_now: boolean(), prorate: boolean() };

export type ScheduleCreate = Values<typeof scheduleCreateParams>;
export type ScheduleUpdate = Values<typeof scheduleUpdateParams>;
/** A phase as sent; only an update says when its first one began. */
export type PhaseSent = Omit<NonNullable<ScheduleUpdate["phases"]>[number], "start_date"> & {
	start_date?: "now" | number | undefined;
};

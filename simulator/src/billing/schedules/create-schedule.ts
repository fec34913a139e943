// A new schedule: of a running subscription, or of one that begins with it.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Subscription, SubscriptionSchedule } from "../core/objects.ts";
import { mergeMetadata } from "../core/params/metadata.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { terminalStatuses } from "../subscriptions/status.ts";
import { refuseFurtherSubscription } from "../test-clocks/join-test-clock.ts";
import { buildPhases, type Phase, phaseOf } from "./build-phases.ts";
import { startSchedule } from "./follow-schedule.ts";
import { setLeader, setTimers } from "./revise-schedule.ts";
import type { ScheduleCreate } from "./schedule-params.ts";

/**
 * The schedule leads the given subscription from now on, or starts one when its first phase begins, which
 * may be now. Emits subscription_schedule.created, after what starting emits. Errors: a subscription that
 * has ended or has a schedule; both ways at once, or neither.
 */
export function createSchedule(draft: Draft, params: ScheduleCreate): SubscriptionSchedule {
	const created =
		params.from_subscription === undefined
			? fromPhases(draft, params)
			: fromSubscription(draft, params, params.from_subscription);
	draft.emit("subscription_schedule.created", created);
	return created;
}

function fromSubscription(draft: Draft, params: ScheduleCreate, id: string): SubscriptionSchedule {
	const { from_subscription: _id, metadata, ...rest } = params;
	if (Object.values(rest).some((value) => value !== undefined)) {
		throw invalidRequest(
			"You cannot set other parameters than metadata with `from_subscription`. Create the schedule first, then update it.",
			{ code: "parameters_exclusive", param: "from_subscription" },
		);
	}
	const param = "from_subscription";
	const subscription = getRecord(draft, "subscription", { id, param });
	refuseUnfit(subscription, param);
	const phase = phaseOf(subscription);
	const schedule = draft.put("subscription_schedule", {
		...blankSchedule(draft, { customer: subscription.customer, phases: [phase] }),
		billing_mode: subscription.billing_mode,
		current_phase: { start_date: phase.start_date, end_date: phase.end_date },
		metadata: mergeMetadata({}, metadata),
		status: "active",
		subscription: id,
	});
	setLeader(draft, subscription, schedule.id);
	setTimers(draft, schedule);
	return schedule;
}

function refuseUnfit({ id, schedule, status }: Subscription, param: string): void {
	if (schedule !== null) {
		throw invalidRequest(
			`You cannot migrate a subscription that is already attached to a schedule: ${schedule}.`,
			{ param },
		);
	}
	// A paused one has no period to lead on, just as one with a schedule cannot be paused.
	const unfit = terminalStatuses.has(status) || status === "incomplete" || status === "paused";
	if (!unfit) return;
	throw invalidRequest(`The subscription ${id} is ${status}; it cannot have a schedule.`, {
		param,
	});
}

function fromPhases(draft: Draft, params: ScheduleCreate): SubscriptionSchedule {
	if (params.customer === undefined) throw missing("customer");
	if (params.phases === undefined || params.phases.length === 0) throw missing("phases");
	if (params.start_date === undefined) throw missing("start_date");
	const customer = getCustomer(draft, params.customer, "customer");
	refuseFurtherSubscription(draft, customer);
	const start = params.start_date === "now" ? draft.now : params.start_date;
	const phases = buildPhases(draft, params.phases, { start });
	if ((phases.at(-1)?.end_date ?? 0) <= draft.now) {
		throw invalidRequest("The last phase of a schedule must end in the future.", {
			param: "phases",
		});
	}
	const blank = blankSchedule(draft, { customer: customer.id, phases });
	const wanted = draft.put("subscription_schedule", {
		...blank,
		billing_mode: billingModeOf(draft, params.billing_mode?.type ?? "flexible"),
		default_settings: settingsAfter(blank.default_settings, params.default_settings),
		end_behavior: params.end_behavior ?? "release",
		metadata: mergeMetadata({}, params.metadata),
	});
	if (start <= draft.now) return startSchedule(draft, wanted);
	setTimers(draft, wanted);
	return wanted;
}

function missing(param: string) {
	return invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
}

function billingModeOf(draft: Draft, type: "classic" | "flexible") {
	const flexible = type === "flexible" ? ({ proration_discounts: "included" } as const) : null;
	return { type, flexible, updated_at: draft.now };
}

type DefaultSettings = SubscriptionSchedule["default_settings"];

/** The settings with those that were sent. */
export function settingsAfter(
	before: DefaultSettings,
	sent: ScheduleCreate["default_settings"],
): DefaultSettings {
	return {
		...before,
		billing_cycle_anchor: sent?.billing_cycle_anchor ?? before.billing_cycle_anchor,
		collection_method: sent?.collection_method ?? before.collection_method,
		default_payment_method: sent?.default_payment_method ?? before.default_payment_method,
		description: sent?.description ?? before.description,
	};
}

function blankSchedule(
	draft: Draft,
	{ customer, phases }: { customer: string; phases: Phase[] },
): SubscriptionSchedule {
	return {
		id: draft.newId("sub_sched"),
		object: "subscription_schedule",
		application: null,
		billing_mode: billingModeOf(draft, "flexible"),
		canceled_at: null,
		completed_at: null,
		created: draft.now,
		current_phase: null,
		customer,
		customer_account: null,
		default_settings: {
			application_fee_percent: null,
			automatic_tax: { disabled_reason: null, enabled: false, liability: null },
			billing_cycle_anchor: "automatic",
			billing_thresholds: null,
			collection_method: "charge_automatically",
			default_payment_method: null,
			description: null,
			invoice_settings: {
				account_tax_ids: null,
				custom_fields: null,
				days_until_due: null,
				description: null,
				footer: null,
				issuer: { type: "self" },
			},
			on_behalf_of: null,
			transfer_data: null,
		},
		end_behavior: "release",
		livemode: false,
		metadata: {},
		pause_schedules: [],
		phases,
		released_at: null,
		released_subscription: null,
		status: "not_started",
		subscription: null,
		test_clock: draft.clock,
	};
}

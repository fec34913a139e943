// What customers are entitled to, brought in line with their subscriptions.

import type { Draft } from "../core/draft.ts";
import type { ActiveEntitlement, Subscription } from "../core/objects.ts";
import type { State } from "../core/state.ts";
import type { EntitlementRecord } from "./records.ts";

/**
 * Runs after every command: for each customer whose subscriptions began, ended, moved to other prices or
 * into a new period, the entitlements are made anew. A change of a product's features alone waits for
 * that, as documented. Emits entitlements.active_entitlement_summary.updated when the set differs.
 */
export function settleEntitlements(draft: Draft, stored: State): void {
	const customers = new Set<string>();
	for (const { name, record } of draft.changes()) {
		if (name !== "subscription" || record === null) continue;
		const before = stored.get("subscription", record.id);
		if (before === undefined || grantOf(draft, before) !== grantOf(draft, record))
			customers.add(record.customer);
	}
	for (const customer of customers) settle(draft, customer);
}

/** All that decides what a subscription entitles to. */
function grantOf(draft: Draft, { items, status }: Subscription): string {
	const parts = items.data.map(
		({ current_period_start, price }) => `${price.id} ${current_period_start}`,
	);
	return [entitles(draft, status), ...parts].join();
}

function entitles({ settings }: Draft, status: Subscription["status"]): boolean {
	return settings.entitlingStatuses.includes(status);
}

function settle(draft: Draft, customer: string): void {
	const before = held(draft, customer);
	const wanted = featuresOf(draft, customer);
	if (before.length === 0 && wanted.size === 0) return;
	const gone = before.filter(({ feature }) => !wanted.has(feature));
	const come = [...wanted].filter((feature) => !before.some((one) => one.feature === feature));
	if (gone.length === 0 && come.length === 0) return;
	const summaryBefore = summaryOf(draft, customer, before);
	for (const { id } of gone) draft.remove("activeEntitlement", id);
	for (const feature of come) {
		draft.put("activeEntitlement", { id: draft.newId("ent_test"), customer, feature });
	}
	draft.emit(
		"entitlements.active_entitlement_summary.updated",
		summaryOf(draft, customer, held(draft, customer)),
		summaryBefore,
	);
}

function held(draft: Draft, customer: string): EntitlementRecord[] {
	return [...draft.list("activeEntitlement", { group: `customer:${customer}` })];
}

function featuresOf(draft: Draft, customer: string): Set<string> {
	const features = new Set<string>();
	for (const subscription of draft.list("subscription", { group: `customer:${customer}` })) {
		if (!entitles(draft, subscription.status)) continue;
		for (const { price } of subscription.items.data) {
			for (const { feature } of draft.list("productFeature", {
				group: `product:${price.product}`,
			})) {
				features.add(feature);
			}
		}
	}
	return features;
}

function summaryOf(draft: Draft, customer: string, entitlements: readonly EntitlementRecord[]) {
	return {
		object: "entitlements.active_entitlement_summary",
		customer,
		entitlements: {
			object: "list",
			data: entitlements.map((one) => showEntitlement(one, draft)),
			has_more: false,
			url: `/v1/customer/${customer}/entitlements`,
		},
		livemode: false,
	};
}

/** As the API shows it; the customer is known from the request. */
export function showEntitlement(
	{ id, feature }: EntitlementRecord,
	draft: Draft,
): ActiveEntitlement {
	return {
		id,
		object: "entitlements.active_entitlement",
		feature,
		livemode: false,
		lookup_key: draft.get("entitlements.feature", feature)?.lookup_key ?? "",
	};
}

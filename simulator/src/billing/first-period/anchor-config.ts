// The day of the month on which a subscription is to be billed, as the instant when it first is.
import type { Draft } from "../core/draft.ts";
import type { Subscription } from "../core/objects.ts";
import { hash, type Param, required, type Values, whole } from "../core/params/params.ts";

const configShape = {
	day_of_month: required(whole(1, 31)),
	hour: whole(0, 23),
	minute: whole(0, 59),
	month: whole(1, 12),
	second: whole(0, 59),
};
export const anchorConfigParam: Param<Values<typeof configShape> | undefined> = hash(configShape);
export type AnchorConfig = Values<typeof configShape>;

/**
 * The next instant of that day and time, unix seconds; what was not said is as now. A month without the day
 * is passed over: the anchor keeps the day, and shorter months are billed on their last.
 */
export function anchorOf(draft: Draft, config: AnchorConfig): number {
	const now = new Date(draft.now * 1000);
	const time = [
		config.hour ?? now.getUTCHours(),
		config.minute ?? now.getUTCMinutes(),
		config.second ?? now.getUTCSeconds(),
	] as const;
	for (let ahead = 0; ahead <= 12; ahead += 1) {
		const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
		const month = first.getUTCMonth();
		if (config.month !== undefined && month !== config.month - 1) continue;
		const at = Date.UTC(first.getUTCFullYear(), month, config.day_of_month, ...time);
		const fits = new Date(at).getUTCMonth() === month;
		if (fits && at > now.getTime()) return Math.floor(at / 1000);
	}
	return draft.now;
}

/** As the subscription shows it. */
export function shownConfig(
	config: AnchorConfig | undefined,
): Subscription["billing_cycle_anchor_config"] {
	if (config === undefined) return null;
	const { day_of_month, hour = null, minute = null, month = null, second = null } = config;
	return { day_of_month, hour, minute, month, second };
}

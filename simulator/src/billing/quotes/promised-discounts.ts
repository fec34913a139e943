// What a quote promised, as whoever redeems it is told.
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";

type Told = { promotion_code: string } | { coupon: string };

/** The coupon or promotion code behind each discount. */
export function promisedDiscounts(draft: Draft, ids: readonly string[]): Told[] {
	return ids.map((id) => {
		const { promotion_code, source } = getRecord(draft, "discount", { id });
		return promotion_code === null ? { coupon: source.coupon ?? "" } : { promotion_code };
	});
}

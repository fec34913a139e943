// A long walk through Stripe's lists does not end because of one bad minute.
import { setTimeout as sleep } from "node:timers/promises";
import { BillingError } from "../domain/errors.ts";

/** The first wait; each next one is twice as long, up to `longestMs`. After `tries` the error is thrown. */
export interface Patience {
	tries: number;
	firstMs: number;
	longestMs: number;
}

/** About four minutes in all. */
export const longPatience: Patience = { tries: 11, firstMs: 500, longestMs: 60_000 };

/** Runs `call`, again after a wait while Stripe is out of reach, failing or refusing for the moment. */
export async function patiently<T>(
	call: () => Promise<T>,
	patience: Patience,
	signal: AbortSignal,
): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await call();
		} catch (error) {
			const passing = error instanceof BillingError && error.code === "stripe_unavailable";
			if (!passing || attempt >= patience.tries) throw error;
		}
		const waitMs = patience.firstMs * 2 ** (attempt - 1);
		await sleep(Math.min(waitMs, patience.longestMs), undefined, { signal });
	}
}

// Keeps the catalogue on sale: at the start, and from time to time, for prices changed in Stripe.

import { setTimeout as sleep } from "node:timers/promises";
import { listPricesOnSale } from "../database/prices.ts";
import type { Deps } from "../operations/deps.ts";
import { loadCatalog } from "../operations/load-catalog.ts";

const refreshMs = 600_000;
const retryMs = 3_000;
// A slow Stripe must not keep a process that starts from taking webhooks.
const patienceMs = 2_000;

/**
 * Loads once and resolves, then goes on in the background until the result is called. Stripe out of
 * reach leaves the prices known from before on sale, and is tried again soon; it is waited for at
 * length only when nothing would be on sale without it.
 */
export async function startCatalogRefresh(
	deps: Pick<Deps, "database" | "stripe" | "catalog" | "log">,
	options: { push: boolean },
): Promise<() => void> {
	let timer: NodeJS.Timeout | undefined;
	let stopped = false;
	const load = async () => {
		const loaded = await loadCatalog(deps, options).then(
			() => true,
			(error: unknown) => {
				deps.log.error({ err: error }, "the catalogue cannot be loaded from Stripe");
				return false;
			},
		);
		if (!stopped) timer = setTimeout(() => void load(), loaded ? refreshMs : retryMs).unref();
	};
	const first = load();
	const known = await listPricesOnSale(deps.database.queries);
	if (known.length === 0) await first;
	else await Promise.race([first, sleep(patienceMs, null, { ref: false })]);
	return () => {
		stopped = true;
		clearTimeout(timer);
	};
}

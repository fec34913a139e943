// The official SDK, set up once.
import { setTimeout as sleep } from "node:timers/promises";
import Stripe from "stripe";
import type { Clock } from "../domain/clock.ts";
import { createReadBudget, type ReadBudget } from "./read-budget.ts";
import { type AroundRequest, watchedHttpClient } from "./watched-client.ts";

/** The SDK, and the budget that reads in the background ask first. */
export type StripeClient = Stripe & { reads: ReadBudget };

/** The version of Stripe's API that this code is written against; other payloads are fetched anew. */
export const stripeApiVersion = Stripe.API_VERSION;

const timeoutMs = 10_000;
const retriesMax = 2;

// Below Stripe's 100 reads a second in live mode, so that people at the checkout are never refused.
const readsPerSecond = 80;

/** `apiBase` leads to a simulator; without it requests go to Stripe. `around` sees every request. */
export function createStripeClient(
	settings: { secretKey: string; apiBase: URL | null },
	clock: Pick<Clock, "monotonicMs">,
	around?: AroundRequest,
): StripeClient {
	const base = settings.apiBase;
	const { monotonicMs } = clock;
	const reads = createReadBudget({ perSecondMax: readsPerSecond, monotonicMs, sleep });
	const sdk = new Stripe(settings.secretKey, {
		apiVersion: "2026-10-28.endive",
		timeout: timeoutMs,
		maxNetworkRetries: retriesMax,
		telemetry: false,
		...(around && { httpClient: watchedHttpClient(around) }),
		...(base && { host: base.hostname, port: base.port || 80, protocol: "http" }),
	});
	sdk.on("response", ({ status }: Stripe.ResponseEvent) => {
		if (status === 429) reads.slowDown();
	});
	return Object.assign(sdk, { reads });
}

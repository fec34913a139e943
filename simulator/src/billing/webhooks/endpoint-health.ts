// An endpoint that takes nothing for days is disabled by itself.
import type { Draft } from "../core/draft.ts";
import type { Settings } from "../settings.ts";
import type { EndpointHealth } from "./records.ts";

const dayMs = 86_400_000;

/** Remembers since when the endpoint fails, or that it does not any more. */
export function noteHealth(
	draft: Draft,
	id: string,
	{ taken, atMs }: { taken: boolean; atMs: number },
): void {
	const before = draft.get("endpointHealth", id);
	if (taken) draft.remove("endpointHealth", id);
	else if (before === undefined && draft.get("webhook_endpoint", id) !== undefined) {
		draft.put("endpointHealth", { id, failingSinceMs: atMs, disabledAtMs: null });
	}
}

/**
 * When the endpoint will be disabled unless it takes something before, in milliseconds of the wall clock; null
 * for never. Retries that begin within seconds are for a developer whose server is often away.
 */
export function disablesAtMs(settings: Settings, health: EndpointHealth): number | null {
	const { deliveryRetries, endpointFailingDays } = settings;
	if (deliveryRetries === "quick" || endpointFailingDays === 0) return null;
	return health.failingSinceMs + endpointFailingDays * dayMs;
}

/** Whether its time is up; what it would be sent then is not sent any more. */
export function isOverdue(
	settings: Settings,
	health: EndpointHealth | undefined,
	nowMs: number,
): boolean {
	if (health === undefined || health.disabledAtMs !== null) return false;
	const atMs = disablesAtMs(settings, health);
	return atMs !== null && atMs <= nowMs;
}

/** Nothing is sent from now on; Stripe tells its owner by e-mail and emits no event. */
export function disableFailing(draft: Draft, id: string, nowMs: number): void {
	const endpoint = draft.get("webhook_endpoint", id);
	const health = draft.get("endpointHealth", id);
	if (endpoint === undefined || health === undefined) return;
	draft.put("webhook_endpoint", { ...endpoint, status: "disabled" });
	draft.put("endpointHealth", { ...health, disabledAtMs: nowMs });
}

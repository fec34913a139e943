// Limits on requests per second, as Stripe has them; off unless the settings say otherwise.
import type { Settings } from "../billing/settings.ts";
import { rateLimited } from "./fault-kinds.ts";

export interface RateLimits {
	/** The refusal when this request is one too many in the current second, else null. */
	check(request: { method: string; route: string }): ReturnType<typeof rateLimited> | null;
}

/** `clock` is the wall clock. Each second is counted by itself; refused requests count as well. */
export function createRateLimits(settings: () => Settings, clock: () => Date): RateLimits {
	let second = 0;
	let all = 0;
	let perRoute = new Map<string, number>();
	return {
		check({ method, route }) {
			const { rateLimitPerSecond, rateLimitPerEndpoint } = settings();
			const now = Math.floor(clock().getTime() / 1000);
			if (now !== second) {
				second = now;
				all = 0;
				perRoute = new Map();
			}
			const key = `${method} ${route}`;
			const own = (perRoute.get(key) ?? 0) + 1;
			perRoute.set(key, own);
			all += 1;
			if (rateLimitPerSecond > 0 && all > rateLimitPerSecond) return rateLimited("global-rate");
			if (rateLimitPerEndpoint > 0 && own > rateLimitPerEndpoint) {
				return rateLimited("endpoint-rate");
			}
			return null;
		},
	};
}

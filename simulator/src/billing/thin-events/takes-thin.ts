// Which webhook endpoints are destinations for thin events.
import type { Draft } from "../core/draft.ts";

/** Such an endpoint hears of no snapshots, and the older API does not list it. */
export function takesThin(draft: Draft, endpoint: string): boolean {
	return draft.get("destination", endpoint)?.payload === "thin";
}

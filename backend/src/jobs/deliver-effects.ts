// The loop that empties the outbox: mails and webhooks, each tried until it is delivered or dead.
import { claimEffect } from "../database/effect-queue.ts";
import { type DeliverDeps, deliverEffect } from "../operations/deliver-effect.ts";
import { type Loop, startLoop } from "./loop.ts";

// Each waits for somebody else's server most of its time.
const workers = 4;

/** Any number of processes may deliver: an effect is leased to one of them at a time. */
export function startDelivery(deps: DeliverDeps): Loop {
	return startLoop({
		workers,
		onError: (error) => deps.log.error({ err: error }, "the outbox cannot be read"),
		turn: async () => {
			const effect = await claimEffect(deps.database.queries, ["mail", "webhook"]);
			if (!effect) return false;
			await deliverEffect(deps, effect);
			return true;
		},
	});
}

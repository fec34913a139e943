// Reminders of trials that end soon, by the clock: Stripe's event of it may be lost.
import { recordEffects } from "../database/outbox.ts";
import { listTrialsEnding } from "../database/trial-ends.ts";
import { trialNoticeMs, trialReminder } from "../domain/mail-effects.ts";
import type { Deps } from "./deps.ts";

const pageSize = 500;

/**
 * Afterwards each trial that ends within three days has its reminder in the outbox, once: the key is
 * that of the event. Answers how many trials were looked at.
 */
export async function remindTrials(
	deps: Pick<Deps, "database" | "clock">,
	signal?: AbortSignal,
): Promise<{ trials: number }> {
	const { queries } = deps.database;
	const from = deps.clock.now();
	const until = new Date(from.getTime() + trialNoticeMs);
	let trials = 0;
	for (let after = ""; ; ) {
		signal?.throwIfAborted();
		const page = await listTrialsEnding(queries, { from, until, after, limit: pageSize });
		await recordEffects(
			queries,
			page.flatMap(({ userId, subscription }) => trialReminder(userId, subscription, from) ?? []),
		);
		trials += page.length;
		const last = page.at(-1);
		if (!last || page.length < pageSize) break;
		after = last.subscription.id;
	}
	return { trials };
}

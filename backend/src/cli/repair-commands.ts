// `tollgate reconcile`, `resync`, `replay` and `dead-letters`: making things right by hand.
import { reconcile } from "../operations/reconcile.ts";
import { listDeadLetters, replayEvents, replayProgress } from "../operations/replay-events.ts";
import { resyncUser } from "../operations/resync-user.ts";
import { startBar } from "./terminal.ts";
import { aloneSoon, refusal, type Tools } from "./tools.ts";

const patienceMs = 20_000;

export async function runReconcile(
	tools: Tools,
	{ force = false, json = false }: { force?: boolean; json?: boolean },
): Promise<void> {
	const { terminal } = tools;
	const found = await tools.withBackend((opened) =>
		aloneSoon(tools, opened, {
			name: "reconcile",
			work: async (signal) => {
				const bar = startBar(terminal, "Comparing subscriptions");
				const onProgress = bar.show;
				const found = await reconcile(opened.deps, { force, signal, onProgress }).finally(bar.end);
				// Who differs is fetched by the backends, or here when none runs.
				if (!found.stopped) await opened.drainAll();
				return found;
			},
		}),
	);
	if (json) return terminal.out(JSON.stringify(found, null, 2));
	terminal.out(
		`${found.listed} subscriptions compared: ${found.different} customers differed, ` +
			`${found.missing} subscriptions of ours were not in Stripe's list.`,
	);
	if (found.stopped)
		throw refusal(
			`Stopped, and nothing changed: ${found.losing} of ${found.withAccess} users would lose access. ` +
				"If that is right, run it again with --force.",
		);
	terminal.out("All of them have been asked about.");
}

export async function runResync(tools: Tools, word: string): Promise<void> {
	const resynced = await tools.withBackend(({ deps }) => resyncUser(deps, word));
	if (resynced.length === 0) throw refusal(`Nobody has the id, e-mail or customer ${word}.`);
	for (const { before, after } of resynced) {
		const was = `${before.status ?? "none"}, ${before.tierName ?? "no tier"}`;
		const is = `${after.status ?? "none"}, ${after.tierName ?? "no tier"}`;
		const change = was === is ? `as it was: ${is}` : `${was} → ${is}`;
		const whose = after.customerId ?? "no customer, so that there is nothing to ask";
		tools.terminal.out(`${after.id} (${whose}): ${change}`);
	}
}

export async function runReplay(
	tools: Tools,
	eventId: string | undefined,
	{ since }: { since?: string },
): Promise<void> {
	const choice = choiceOf(eventId, since);
	const { replayed, left } = await tools.withBackend(async (opened) => {
		const replayed = await replayEvents(opened.deps, choice);
		const progress = () => replayProgress(opened.deps, replayed.seqs);
		const startedMs = tools.terminal.monotonicMs();
		// One that fails is tried again for many minutes: whoever asked is told after some seconds.
		const isDone = async () =>
			tools.terminal.monotonicMs() - startedMs > patienceMs || (await progress()).pending === 0;
		if (replayed.revived > 0) await opened.drainUntil(isDone);
		return { replayed, left: await progress() };
	});
	if (replayed.revived + replayed.ignored === 0)
		throw refusal("No such event is in the inbox. What Stripe never delivered: tollgate resync.");
	tools.terminal.out(
		`${replayed.revived} events replayed, ${left.pending} still wait, ${left.dead} failed again; ` +
			`${replayed.ignored} concern no customer.`,
	);
	if (left.pending > 0) tools.terminal.note("A running backend goes on trying those that wait.");
	if (left.dead > 0) throw refusal("tollgate dead-letters says why.");
}

function choiceOf(eventId: string | undefined, since: string | undefined) {
	if ((eventId === undefined) === (since === undefined))
		throw refusal("Say which: an event's id, or --since with a day or an instant.");
	if (eventId !== undefined) return { eventId };
	const at = new Date(since ?? "");
	if (Number.isNaN(at.getTime()))
		throw refusal(`${since} is no ISO date: 2026-11-22 or with a time.`);
	return { since: at };
}

export async function runDeadLetters(tools: Tools, { json = false }: { json?: boolean }) {
	const { terminal } = tools;
	const { events, effects } = await tools.withBackend(({ deps }) => listDeadLetters(deps));
	if (json) return terminal.out(JSON.stringify({ events, effects }, null, 2));
	if (events.length + effects.length === 0) return terminal.out("Nothing was given up.");
	for (const one of events)
		terminal.out(
			`${one.eventId}  ${one.type}  ${one.customerId}  ${one.attempts} tries, received ` +
				`${one.receivedAt.toISOString()}: ${one.error}`,
		);
	for (const one of effects)
		terminal.out(`${one.key}  ${one.attempts} tries, ${one.createdAt.toISOString()}: ${one.error}`);
	if (events.length > 0) terminal.out("Try one again: tollgate replay <event id>");
}

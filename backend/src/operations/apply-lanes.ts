// The common case of the inbox: many customers' events folded into one transaction, without a call to Stripe.

import { endAttempts } from "../database/checkout-attempts.ts";
import type { Queries } from "../database/database.ts";
import { type LaneFate, lockDueLanes, setLanesApart, settleLanes } from "../database/lanes.ts";
import { isPassingError } from "../database/passing-error.ts";
import {
	listPendingEvents,
	markEventsApplied,
	type PendingEvent,
} from "../database/stripe-events.ts";
import {
	type CustomerDecision,
	type CustomerView,
	decideCustomer,
	hasFollowUps,
} from "../domain/decide-customer.ts";
import {
	type BatchNeeds,
	causeOf,
	type EventMeaning,
	endedSessions,
	needsOf,
	noticesOf,
} from "../domain/event-batch.ts";
import { readEventMeaning } from "../stripe/read-event.ts";
import type { Deps } from "./deps.ts";
import { reportApplied } from "./sync-report.ts";
import { loadCustomers, loadTiers, writeDecisions } from "./sync-state.ts";
import { noTrace } from "./watch.ts";

/** Enough to share the cost of the statements; few enough that no delivery waits long for a lane. */
const lanesMax = 64;

/** Of one lane at once; it stays due while more are waiting. */
const eventsMax = 100;

/**
 * An invoice or a checkout names its subscription moments before the event that shows it arrives.
 * Waiting this long for it spares a call to Stripe at every sign-up.
 */
const patienceSeconds = 3;

type ApplyDeps = Pick<Deps, "database" | "catalog" | "clock" | "log" | "metrics" | "trace">;

/** One lane's events, read. Null `meanings`: one of them cannot be read. */
interface LaneWork {
	view: CustomerView;
	events: readonly PendingEvent[];
	meanings: readonly EventMeaning[] | null;
}

interface Decision {
	work: LaneWork;
	fate: LaneFate;
	decision: CustomerDecision | null;
}

/**
 * Applies what waits in due lanes, as far as that needs nobody else: a lane whose events contradict each
 * other, ask for a fetch, or cannot be read, is set apart. Answers how many lanes were looked at.
 * Throws when the database cannot be reached: nothing was written then.
 */
export async function applyLanes(deps: ApplyDeps): Promise<{ lanes: number; apart: number }> {
	const taken: string[] = [];
	try {
		const applied = await deps.database.transaction(async (tx) => {
			taken.push(...(await lockDueLanes(tx, lanesMax)));
			return taken.length === 0 ? nothing : applyLocked(deps, tx, taken);
		});
		for (const { decision, work } of applied.decisions)
			if (decision) report(deps, work, applied.readAtMs);
		const apart = applied.decisions.filter(({ fate }) => "apart" in fate).length;
		return { lanes: taken.length, apart };
	} catch (error) {
		if (isPassingError(error)) throw error;
		// One of them cannot be written. Apart, each harms only itself.
		deps.log.error({ lanes: taken.length, err: error }, "customers are applied one by one");
		await setLanesApart(deps.database.queries, taken, "failed");
		return { lanes: taken.length, apart: taken.length };
	}
}

interface AppliedLanes {
	decisions: readonly Decision[];
	readAtMs: number;
}

const nothing: AppliedLanes = { decisions: [], readAtMs: 0 };

async function applyLocked(
	deps: ApplyDeps,
	tx: Queries,
	lanes: readonly string[],
): Promise<AppliedLanes> {
	const { trace = noTrace } = deps;
	const pending = await listPendingEvents(tx, lanes, eventsMax);
	const readAtMs = deps.clock.monotonicMs();
	const events = Map.groupBy(pending, (event) => event.lane);
	const links = pending.map((event) => event.traceparent);
	const attributes = { lanes: lanes.length, events: pending.length };
	const start = { name: "events folded", kind: "consumer" as const, links, attributes };
	const decisions = await trace.span(start, () => decideAll(deps, tx, { lanes, events }));
	return { decisions, readAtMs };
}

async function decideAll(
	deps: ApplyDeps,
	tx: Queries,
	{ lanes, events }: { lanes: readonly string[]; events: Map<string, PendingEvent[]> },
): Promise<Decision[]> {
	const views = await loadCustomers(tx, lanes);
	const works = views.map((view) => readLane(view, events.get(view.customerId) ?? []));
	const sights = works.flatMap(({ meanings }) => (meanings ? needsOf(meanings, none).sights : []));
	const stored = views.flatMap((view) => view.stored);
	const ofPrice = await loadTiers(tx, [...sights, ...stored]);
	const rules = { catalog: deps.catalog, ofPrice, now: deps.clock.now() };
	const decisions = works.map((work) => decide(work, rules));
	await write(deps, tx, decisions);
	return decisions;
}

function report(deps: ApplyDeps, { view, events }: LaneWork, readAtMs: number): void {
	const { customerId, user } = view;
	const userId = user?.id ?? null;
	reportApplied(deps, { events, customerId, userId, outcome: "folded", readAtMs });
}

const none: ReadonlySet<string> = new Set();

function readLane(view: CustomerView, events: readonly PendingEvent[]): LaneWork {
	try {
		return { view, events, meanings: events.map((event) => readEventMeaning(event.payload)) };
	} catch {
		return { view, events, meanings: null };
	}
}

function decide(work: LaneWork, rules: Parameters<typeof decideCustomer>[2]): Decision {
	const { view, events, meanings } = work;
	if (!meanings) return { work, fate: { apart: "failed" }, decision: null };
	const needs = needsOf(meanings, new Set(view.stored.map((x) => x.subscription.id)));
	const fate = fateOf(needs, events);
	if (!("done" in fate)) return { work, fate, decision: null };
	const { decision } = decideCustomer(view, { sights: needs.sights, fetched: null }, rules);
	if (!decision) return { work, fate: { apart: "tied" }, decision };
	if (hasFollowUps(decision.followUps)) return { work, decision, fate: { apart: "follow-up" } };
	return { work, decision, fate: events.length < eventsMax ? fate : { againInSeconds: 0 } };
}

function fateOf(needs: BatchNeeds, events: readonly PendingEvent[]): LaneFate {
	if (needs.mustFetch) return { apart: "fetch:event" };
	if (needs.unseen.length === 0) return { done: true };
	const age = Math.max(...events.map((event) => event.ageSeconds));
	return age < patienceSeconds
		? { againInSeconds: patienceSeconds - age }
		: { apart: "fetch:unseen" };
}

async function write(deps: ApplyDeps, tx: Queries, decisions: readonly Decision[]): Promise<void> {
	const decided = decisions.flatMap(({ decision, work }) => (decision ? [{ decision, work }] : []));
	await writeDecisions(
		deps,
		tx,
		decided.map(({ decision, work }) => ({
			decision,
			cause: causeOf(work.events),
			notices: noticesOf(work.meanings ?? []),
		})),
	);
	const applied = decided.flatMap(({ work }) => work.events.map((event) => event.seq));
	await endAttempts(
		tx,
		decided.flatMap(({ work }) => endedSessions(work.meanings ?? [])),
	);
	await markEventsApplied(tx, applied, "folded");
	await settleLanes(
		tx,
		new Map(decisions.map(({ work, fate }) => [work.view.customerId, fate] as const)),
	);
}

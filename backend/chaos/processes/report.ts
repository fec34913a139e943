// What a run has shown: the invariants, the figures, and how often each thing happened.
import { loadavg } from "node:os";
import type { Faults, Rates } from "./faults.ts";
import { forgedPattern } from "./forgeries.ts";
import type { Healed } from "./healing.ts";
import type { Person } from "./people.ts";
import type { RunOptions } from "./run-options.ts";
import type { Scene } from "./scene.ts";
import type { Gone } from "./strikes.ts";
import { readTakeovers, type Takeover } from "./takeovers.ts";
import { type Spread, spreadOf, type Tally } from "./tally.ts";
import { type Doubles, findDoubles } from "./truth.ts";

export interface Report {
	seed: string;
	users: number;
	months: number;
	pace: number;
	daysPassed: number;
	rates: Rates;
	chaosSeconds: number;
	loadAverage: number[];
	/** Broken promises, each in a sentence; empty is what is wanted. */
	broken: string[];
	/** Promises about time and cost: missed ones, each in a sentence. */
	missed: string[];
	events: Record<string, number>;
	faults: Record<string, number>;
	sometimes: Record<string, number>;
	api: Record<string, number>;
	/**
	 * `caused`: events that needed a fetch, of all. `subscriptions`: every GET of subscriptions, refused
	 * ones, people's checkouts and the jobs included. `all`: every GET.
	 */
	readsPerEvent: { caused: number; subscriptions: number; all: number };
	healed: Healed;
	doubles: Doubles;
	ackMs: Spread;
	lockedOutMs: Spread;
	unpaidAccessMs: Spread;
	postgresRestartMs: Spread;
	takeoverMs: { killed: Spread; frozen: Spread; idle: Spread };
	rows: Record<string, number>;
	told: Record<string, number>;
}

interface Ended {
	options: RunOptions;
	scene: Scene;
	faults: Faults;
	tally: Tally;
	rates: Rates;
	healed: Healed;
	chaosSeconds: number;
	people: readonly Person[];
}

const takeoverMsMax = 30_000;
const readsPerEventMax = 0.3;

export async function writeReport(ended: Ended): Promise<Report> {
	const { options, scene, tally, healed } = ended;
	const doubles = await scene.look((client) => findDoubles(scene.stripe, client));
	const rows = await countRows(scene);
	const takeovers = await scene.look((client) => readTakeovers(client, ended.faults.gone));
	const takeoverMs = spreadTakeovers(takeovers, ended.faults.gone);
	const events = { ...(await countEvents(ended)) };
	const readsPerEvent = readsOf(tally, {
		stored: events.counts.stored,
		fetched: rows["events fetched"] ?? 0,
	});
	return {
		seed: options.seed,
		users: options.users,
		months: options.months,
		pace: options.pace,
		daysPassed: tally.count("days passed"),
		rates: ended.rates,
		chaosSeconds: Math.round(ended.chaosSeconds),
		loadAverage: loadavg().map((load) => Math.round(load * 10) / 10),
		broken: [
			...events.lost,
			...healed.last.users.map((what) => `differs: ${what}`),
			...healed.last.subscriptions.map((what) => `differs: ${what}`),
			...Object.entries(doubles).flatMap(([kind, found]) =>
				found.map((what: string) => `double ${kind}: ${what}`),
			),
			...unless(rows["events pending"] === 0, `${rows["events pending"]} events still wait`),
			...unless(rows["events dead"] === 0, `${rows["events dead"]} events are dead`),
			...unless(rows["events forged"] === 0, `${rows["events forged"]} forged events stored`),
			...unless(tally.count("forgeries accepted") === 0, "a forgery was accepted"),
			...unless(rows["accounts half made"] === 0, "an account cannot be signed in to"),
			...unless(rows["changes without cause"] === 0, "a change has no cause"),
		],
		missed: [
			...unless(takeoverMs.killed.max <= takeoverMsMax, "a takeover took more than 30 s"),
			...unless(readsPerEvent.caused <= readsPerEventMax, "more than 0.3 reads an event"),
		],
		events: events.counts,
		faults: tally.under("fault "),
		sometimes: tally.under("sometimes "),
		api: tally.under("api "),
		readsPerEvent,
		healed,
		doubles,
		ackMs: tally.spread("ack"),
		lockedOutMs: tally.spread("locked out"),
		unpaidAccessMs: tally.spread("unpaid access"),
		postgresRestartMs: tally.spread("postgres restart"),
		takeoverMs,
		rows,
		told: {
			...tally.under("person told "),
			...tally.under("checkout status "),
			"deeds given up": tally.count("deeds given up"),
			"waits unfinished at healing": tally.count("waits unfinished at healing"),
		},
	};
}

function unless(holds: boolean, sentence: string): string[] {
	return holds ? [] : [sentence];
}

async function countEvents({ scene, tally }: Ended) {
	const { acked, offered } = scene.webhookLine;
	const stored = await scene.look(async (client) => {
		const found = await client.query<{ event_id: string }>("select event_id from stripe_events");
		return new Set(found.rows.map((row) => row.event_id));
	});
	const lost = [...acked].filter((id) => !stored.has(id)).map((id) => `acked and lost: ${id}`);
	const counts = {
		offered: offered.size,
		acked: acked.size,
		lost: lost.length,
		stored: stored.size,
		"found by the list alone": [...stored].filter((id) => !acked.has(id)).length,
		"deliveries repeated": tally.count("deliveries repeated"),
		forgeries: Object.values(tally.under("forgery status ")).reduce((sum, n) => sum + n, 0),
	};
	return { counts, lost };
}

async function countRows(scene: Scene): Promise<Record<string, number>> {
	const { rows } = await scene.look((client) =>
		client.query<Record<string, number>>(
			`select
				count(*) filter (where status = 'pending')::int as "events pending",
				count(*) filter (where status = 'dead')::int as "events dead",
				count(*) filter (where outcome = 'fetched')::int as "events fetched",
				count(*) filter (where outcome = 'folded')::int as "events folded",
				count(*) filter (where event_id like $1)::int as "events forged",
				(select count(*) from audit)::int as "changes",
				(select count(*) from audit where coalesce(cause, '') = '')::int as "changes without cause",
				(select count(*) from audit where cause like 'fetch:reconcile')::int as "changes by reconcile",
				(select count(*) from users where not exists
					(select from accounts where user_id = users.id))::int as "accounts half made",
				(select count(*) from subscriptions)::int as subscriptions,
				(select count(*) from duplicates)::int as "duplicates resolved",
				(select count(*) from outbox where status = 'done')::int as "effects done",
				(select count(*) from outbox where status = 'pending')::int as "effects pending",
				(select count(*) from outbox where status = 'dead')::int as "effects dead"
			from stripe_events`,
			[forgedPattern],
		),
	);
	return rows[0] ?? {};
}

function readsOf(
	tally: Tally,
	{ stored, fetched }: { stored: number; fetched: number },
): Report["readsPerEvent"] {
	const reads = Object.entries(tally.under("api GET "))
		.filter(([what]) => what.startsWith("/v1/subscriptions"))
		.reduce((sum, [, count]) => sum + count, 0);
	const per = (count: number) => Math.round((count / Math.max(1, stored)) * 1_000) / 1_000;
	return {
		caused: per(fetched),
		subscriptions: per(reads),
		all: per(tally.count("api reads")),
	};
}

function spreadTakeovers(takeovers: readonly Takeover[], gone: readonly Gone[]) {
	const how = new Map(gone.map((one) => [one.instance, one.how]));
	const of = (keep: (one: Takeover) => boolean) =>
		spreadOf(takeovers.filter(keep).map(({ waitedMs }) => waitedMs));
	return {
		killed: of((one) => one.workDue && how.get(one.holder) === "killed"),
		frozen: of((one) => one.workDue && how.get(one.holder) === "frozen"),
		// Nothing waited in it: found locked by the next who came, such as a person at the checkout.
		idle: of((one) => !one.workDue),
	};
}

// Fourteen ways to build it wrong, as changes of the source, each of which the worlds or the laws must notice.
export interface Mutant {
	name: string;
	/** A file of backend/src, the text that stands there, and what stands there instead. */
	changes: readonly { file: string; from: string; to: string }[];
	/** Told plainly where the run in one process cannot notice it. */
	only?: "processes";
}

const observation = "domain/observation.ts";
const settle = "domain/settle.ts";
const join_ = "const state = truth ? supersede(truth, ours) : agreed(join(ours));";
const ended = "if (xEnded !== yEnded) return yEnded;";

/** Rules A to F: the ways in which others order events. */
const orders: Mutant[] = [
	{
		name: "rule A: the event that arrived last wins",
		changes: [{ file: settle, from: join_, to: "const state = truth ?? ours.at(-1) ?? null;" }],
	},
	{
		name: "rule B: the newest by created wins, the first one on a tie",
		changes: [
			{
				file: settle,
				from: join_,
				to: "const state = truth ?? ours.reduce((a, b) => (b.lo > a.lo ? b : a));",
			},
		],
	},
	{
		name: "rule C: the newest by created wins, the last one on a tie",
		changes: [
			{
				file: settle,
				from: join_,
				to: "const state = truth ?? ours.reduce((a, b) => (b.lo >= a.lo ? b : a));",
			},
		],
	},
	{
		name: "rule D: a fetch is stamped as if it were an event of that second",
		changes: [
			{
				file: settle,
				from: join_,
				to: "const state = truth ? { ...truth, lo: truth.hi } : ours.reduce((a, b) => (b.lo > a.lo ? b : a));",
			},
		],
	},
	{
		name: "rule E: a fetch is written over whatever was written since",
		changes: [
			{
				file: "database/lanes.ts",
				from: ".where(and(eq(lanes.lane, lease.lane), eq(lanes.epoch, lease.epoch)))\n\t\t.for",
				to: ".where(eq(lanes.lane, lease.lane))\n\t\t.for",
			},
			{
				file: "database/lane-lock.ts",
				from: "if (lease) return lease;",
				to: "return lease ?? { lane, epoch: 0, version: 0, failures: 0, apart: null };",
			},
		],
	},
	{
		name: "rule F: a contradiction is settled by a guess",
		changes: [
			{
				file: observation,
				from: "if (!maximal.every((x) => sameSubscription(x.subscription, subscription))) return null;",
				to: "",
			},
		],
	},
];

const others: Mutant[] = [
	{
		name: "answer first, store later",
		changes: [
			{
				file: "database/inbox.ts",
				from: "waiting.push({ event, resolve, reject });",
				to: "waiting.push({ event, resolve() {}, reject() {} }); resolve(true);",
			},
		],
	},
	{
		name: "commit without waiting for the disk",
		changes: [],
		only: "processes",
	},
	{
		name: "an event counts as done before it is applied",
		changes: [
			{
				file: "database/stripe-events.ts",
				from: 'columns.lane === null ? ("ignored" as const) : ("pending" as const)',
				to: 'columns.lane === null ? ("ignored" as const) : ("applied" as const)',
			},
		],
	},
	{
		name: "errors of the database are swallowed, and the webhook is answered",
		changes: [
			{
				file: "database/inbox.ts",
				from: "if (attempt >= attemptsMax || !isPassingError(error)) throw error;",
				to: "if (attempt >= attemptsMax || !isPassingError(error)) return new Set();",
			},
		],
	},
	{
		name: "no lock: whoever comes reads and writes",
		changes: [
			{
				file: "database/lane-lock.ts",
				from: "const turn = (last.get(lane) ?? Promise.resolve()).then(() => run(lane, work));",
				to: "const turn = work({ lane, epoch: 0, version: 0, failures: 0, apart: null });",
			},
			{
				file: "database/lanes.ts",
				from: "if (held.length === 0)",
				to: "if (held.length < 0)",
			},
			{
				file: "database/lanes.ts",
				from: ".where(and(eq(lanes.lane, lease.lane), eq(lanes.epoch, lease.epoch)))\n\t\t.for",
				to: ".where(eq(lanes.lane, lease.lane))\n\t\t.for",
			},
		],
	},
	{
		name: "the user's state is that of the subscription seen last",
		changes: [
			{
				file: "domain/billing-state.ts",
				from: "const [deciding = null] = [...held.subscriptions].sort((a, b) => compare(b, a, catalog));",
				to: "void compare; const deciding = held.subscriptions.at(-1) ?? null;",
			},
		],
	},
	{
		name: "a status that nobody knows opens the product",
		changes: [
			{
				file: "domain/access.ts",
				from: 'if (deciding.status !== "past_due" || !deciding.currentPeriodStartsAt) return "blocked";',
				to: 'if (deciding.status !== "past_due" || !deciding.currentPeriodStartsAt) return "full";',
			},
		],
	},
	{
		name: "an end is not final",
		changes: [{ file: observation, from: ended, to: "" }],
	},
];

export const mutants: readonly Mutant[] = [...orders, ...others];

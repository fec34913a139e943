// Imports an existing Stripe account: what was sold before Tollgate was there.
import { createHash } from "node:crypto";
import { moveCursor, readCursor } from "../database/cursors.ts";
import type { Queries } from "../database/database.ts";
import {
	countByVerdict,
	countSubscriptionsByLink,
	countUndecided,
	countUsersWithSeveral,
	listUnknownPrices,
	listUnlinked,
	type UnlinkedCustomer,
} from "../database/import-summary.ts";
import { forgetImported, noteDeleted, saveClaims } from "../database/imported-customers.ts";
import type { ClaimVerdict, CustomerClaim } from "../domain/customer-claim.ts";
import {
	countAtStripe,
	type ListedCustomer,
	listCustomerPage,
	listSubscriptionPage,
	type Page,
	type Place,
} from "../stripe/account-pages.ts";
import { longPatience, type Patience, patiently } from "../stripe/patience.ts";
import type { Deps } from "./deps.ts";
import { importLinks, importSubscriptions } from "./sync-import.ts";

const cursorName = "backfill";
const eventsCursor = "events";

export interface BackfillOptions {
	/** Customer id to user id: goes before what customers' metadata says. */
	links: ReadonlyMap<string, string>;
	signal: AbortSignal;
	onProgress?: (progress: Progress) => void;
	patience?: Patience;
}

/** `expected` null where nobody knows how many there are. */
export interface Progress {
	phase: "subscriptions" | "customers" | "links";
	done: number;
	expected: number | null;
}

/** `listed` counts what Stripe showed in this walk; all else is counted in the tables at the end. */
export interface BackfillSummary {
	resumed: boolean;
	listed: { customers: number; subscriptions: number };
	customers: Record<ClaimVerdict, number>;
	subscriptions: { linked: number; parked: number };
	usersWithSeveralSubscriptions: number;
	unknownPrices: { priceId: string | null; subscriptions: number }[];
	unlinked: UnlinkedCustomer[];
}

type BackfillDeps = Pick<Deps, "database" | "stripe" | "catalog" | "clock" | "log" | "onWork">;

/** Stored with every page, in the same transaction: a walk that was killed goes on from here. */
interface Position {
	phase: "subscriptions" | "customers" | "links" | "done";
	after: Place | null;
	/** Stripe's second at which the walk began. */
	startedAt: number | null;
	listed: { customers: number; subscriptions: number };
	/** Of the file of links: another file means another walk. */
	links: string;
}

/**
 * Afterwards every subscription of the account stands under its customer, and every customer that names
 * a user of ours is linked to that user, unless one of the two has another link. May be killed at any
 * point and run again: it goes on where it was. Run again when finished, it looks at all anew and
 * changes nothing that is true. Errors: `stripe_unavailable` when Stripe stays away for minutes.
 */
export async function backfill(
	deps: BackfillDeps,
	options: BackfillOptions,
): Promise<BackfillSummary> {
	const { position, resumed } = await begin(deps, options.links);
	let at = position;
	if (at.phase === "subscriptions") at = await walkSubscriptions(deps, options, at);
	if (at.phase === "customers") at = await walkCustomers(deps, options, at);
	if (at.phase === "links") at = await walkLinks(deps, options, at);
	deps.onWork();
	return { resumed, listed: at.listed, ...(await summarize(deps)) };
}

async function begin(deps: BackfillDeps, links: ReadonlyMap<string, string>) {
	const digest = createHash("sha256")
		.update(JSON.stringify([...links]))
		.digest("hex");
	const stored = await readCursor(deps.database.queries, cursorName);
	// Written by us alone.
	const position = stored === null ? null : (JSON.parse(stored) as Position);
	if (position && position.phase !== "done" && position.links === digest)
		return { position, resumed: true };
	const fresh: Position = {
		phase: "subscriptions",
		after: null,
		startedAt: null,
		listed: { customers: 0, subscriptions: 0 },
		links: digest,
	};
	await deps.database.transaction(async (tx) => {
		await forgetImported(tx);
		await moveCursor(tx, cursorName, JSON.stringify(fresh));
	});
	return { position: fresh, resumed: false };
}

/** Reads page after page; `store` writes one and where to go on, in one transaction. */
async function walk<T>(
	deps: BackfillDeps,
	options: BackfillOptions,
	from: Position,
	steps: {
		phase: "subscriptions" | "customers";
		nextPhase: Position["phase"];
		read: (after: Place | null) => Promise<Page<T>>;
		store: (tx: Queries, items: T[]) => Promise<void>;
	},
): Promise<Position> {
	const { signal, onProgress, patience = longPatience } = options;
	const expected = onProgress ? await countAtStripe(deps.stripe, steps.phase) : null;
	let at = from;
	while (at.phase === steps.phase) {
		signal.throwIfAborted();
		const { after } = at;
		const page = await patiently(() => steps.read(after), patience, signal);
		const done = at.listed[steps.phase] + page.items.length;
		at = {
			...at,
			phase: page.next ? steps.phase : steps.nextPhase,
			after: page.next,
			startedAt: at.startedAt ?? page.asOf,
			listed: { ...at.listed, [steps.phase]: done },
		};
		const position = JSON.stringify(at);
		await deps.database.transaction(async (tx) => {
			await steps.store(tx, page.items);
			await moveCursor(tx, cursorName, position);
		});
		onProgress?.({ phase: steps.phase, done, expected });
	}
	return at;
}

// Before the customers: a user who is linked gets all that the customer has at once, and not page by page.
function walkSubscriptions(deps: BackfillDeps, options: BackfillOptions, from: Position) {
	return walk(deps, options, from, {
		phase: "subscriptions",
		nextPhase: "customers",
		read: (after) => listSubscriptionPage(deps.stripe, after, deps.clock),
		store: (tx, page) => importSubscriptions(deps, tx, page),
	});
}

function walkCustomers(deps: BackfillDeps, options: BackfillOptions, from: Position) {
	return walk(deps, options, from, {
		phase: "customers",
		nextPhase: "links",
		read: (after) => listCustomerPage(deps.stripe, after, deps.clock),
		store: (tx, page) =>
			saveClaims(
				tx,
				page.map((customer) => toClaim(customer, options.links)),
			),
	});
}

function toClaim(customer: ListedCustomer, links: ReadonlyMap<string, string>): CustomerClaim {
	const { customerId, createdAt, userId } = customer;
	const ofFile = links.get(customerId);
	if (ofFile !== undefined)
		return { customerId, createdAt, claimedUserId: ofFile, claimedBy: "file" };
	return {
		customerId,
		createdAt,
		claimedUserId: userId,
		claimedBy: userId === null ? null : "metadata",
	};
}

async function walkLinks(
	deps: BackfillDeps,
	{ signal, onProgress }: BackfillOptions,
	from: Position,
): Promise<Position> {
	const { queries } = deps.database;
	const expected = await countUndecided(queries);
	for (let done = 0; ; ) {
		signal.throwIfAborted();
		const decided = await importLinks(deps);
		if (decided === 0) break;
		done += decided;
		onProgress?.({ phase: "links", done, expected });
	}
	const finished: Position = { ...from, phase: "done", after: null };
	const startedAt = from.startedAt ?? 0;
	const events = await readCursor(queries, eventsCursor);
	// What happened while we walked is in Stripe's list of events: it is to be read from the beginning on.
	const readFrom = events === null ? startedAt : Math.min(Number(events), startedAt);
	await deps.database.transaction(async (tx) => {
		await noteDeleted(tx, new Date(startedAt * 1000));
		await moveCursor(tx, eventsCursor, String(readFrom));
		await moveCursor(tx, cursorName, JSON.stringify(finished));
	});
	return finished;
}

async function summarize(deps: BackfillDeps) {
	const { queries } = deps.database;
	const counts = await countByVerdict(queries);
	const of = (verdict: ClaimVerdict) => counts.get(verdict) ?? 0;
	return {
		customers: {
			linked: of("linked"),
			names_nobody: of("names_nobody"),
			no_such_user: of("no_such_user"),
			user_has_another: of("user_has_another"),
			customer_is_anothers: of("customer_is_anothers"),
			deleted: of("deleted"),
		},
		subscriptions: await countSubscriptionsByLink(queries),
		usersWithSeveralSubscriptions: await countUsersWithSeveral(queries),
		unknownPrices: await listUnknownPrices(queries),
		unlinked: await listUnlinked(queries),
	};
}

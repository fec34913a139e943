// Makes a transition's own copy of the state: reads fall through, writes are collected.
import { type CollectionName, type Collections, groupsOf } from "./collections.ts";
import type { Draft, Moment } from "./draft.ts";
import { buildEvent } from "./events.ts";
import type { StripeEvent } from "./objects.ts";
import type { Change, ListScope, State } from "./state.ts";

type Overlay = { [Name in CollectionName]?: Map<string, Collections[Name] | null> };

export function createDraft(state: State, moment: Moment): Draft {
	const overlay: Overlay = {};
	const changes = new Map<string, Change>();
	const events: StripeEvent[] = [];
	let { now, clock } = moment;
	const [anyClock] = state.list("test_helpers.test_clock");

	function adoptClock(record: object): void {
		const found = state.get("test_helpers.test_clock", clockNamedBy(record, draft) ?? "");
		if (found === undefined) return;
		clock = found.id;
		now = found.frozen_time;
	}

	function tableOf<Name extends CollectionName>(name: Name): Map<string, Collections[Name] | null> {
		const existing = overlay[name];
		if (existing !== undefined) return existing;
		const created: Overlay[Name] & Map<string, Collections[Name] | null> = new Map();
		overlay[name] = created;
		return created;
	}

	const draft: Draft = {
		...moment,
		get now() {
			return now;
		},
		get clock() {
			return clock;
		},
		events,
		get(name, id) {
			const written = tableOf(name).get(id);
			const found = written === undefined ? state.get(name, id) : (written ?? undefined);
			if (anyClock !== undefined && clock === null && found !== undefined) adoptClock(found);
			return found;
		},
		list: (name, scope) => merged(state.list(name, scope), tableOf(name), groupTest(name, scope)),
		put(name, record) {
			tableOf(name).set(record.id, record);
			changes.set(`${name} ${record.id}`, changeOf(name, record.id, record));
			return record;
		},
		remove(name, id) {
			const written = tableOf(name).get(id);
			if (written === null || (written === undefined && !state.has(name, id))) return;
			tableOf(name).set(id, null);
			changes.set(`${name} ${id}`, changeOf(name, id, null));
		},
		emit(type, object, before) {
			events.push(buildEvent(draft, { type, object, before }));
		},
		changes: () => [...changes.values()],
	};
	return draft;
}

/** The test clock a record belongs to: itself, its own, or its customer's. */
function clockNamedBy(record: object, draft: Draft): string | null {
	if ("frozen_time" in record && "id" in record) return String(record.id);
	if ("test_clock" in record && typeof record.test_clock === "string") return record.test_clock;
	if (!("customer" in record) || typeof record.customer !== "string") return null;
	return draft.get("customer", record.customer)?.test_clock ?? null;
}

function groupTest<Name extends CollectionName>(name: Name, scope: ListScope | undefined) {
	const group = scope?.group;
	const groups = groupsOf[name];
	return (record: Collections[Name]) =>
		group === undefined || (groups?.(record).includes(group) ?? false);
}

/** The written records first, since they are the newest, then the stored ones they do not replace. */
function* merged<Stored extends { id: string }>(
	stored: Iterable<Stored>,
	written: Map<string, Stored | null>,
	belongs: (record: Stored) => boolean,
): Iterable<Stored> {
	if (written.size === 0) {
		yield* stored;
		return;
	}
	const replaced = new Set<string>();
	const kept: Stored[] = [];
	for (const record of stored) {
		const now = written.get(record.id);
		if (now !== undefined) replaced.add(record.id);
		if (now === undefined) kept.push(record);
		else if (now !== null && belongs(now)) kept.push(now);
	}
	const fresh = [...written.values()].filter((record) => record !== null);
	for (const record of fresh.reverse()) {
		if (!replaced.has(record.id) && belongs(record)) yield record;
	}
	yield* kept;
}

function changeOf<Name extends CollectionName>(
	name: Name,
	id: string,
	record: Collections[Name] | null,
): Change {
	// The compiler cannot follow that name and record belong together through the union; the signature does.
	return { name, id, record } as Change;
}

// What is written down and read back is the same state, packed or not, in as many pieces as it comes.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Change } from "../../src/billing/core/state.ts";
import type { Timer } from "../../src/billing/core/time/timers.ts";
import type { StoredLine } from "../../src/state/disk/stored-lines.ts";
import { createMemoryState, type MemoryState } from "../../src/state/memory/memory-state.ts";

/** Packs from a few records on, so that few are enough. */
const limits = { loose: 5, atOnce: 16 };
const aState = () => createMemoryState({ tracksChanges: true, limits });

const number = fc.integer({ min: 0, max: 40 });
const command = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ kind: fc.constant("put" as const), number, by: number }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), number }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant("timer" as const), number, by: number }) },
	{ weight: 1, arbitrary: fc.constant({ kind: "write" as const }) },
	{ weight: 1, arbitrary: fc.constant({ kind: "restart" as const }) },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

function changeOf(one: Exclude<Command, { kind: "write" | "restart" }>): Change {
	const id = `card_${one.number}`;
	if (one.kind === "remove") return { name: "checkout", id, record: null };
	if (one.kind === "timer") {
		const record: Timer = {
			id: `period_end:${one.number}`,
			kind: "period_end",
			subject: String(one.number),
			dueAt: one.by,
			clock: null,
		};
		return { name: "timer", id: record.id, record };
	}
	const record = { id, intent: `pi_${one.by % 4}`, url: "x".repeat(one.by) };
	// Only its id and its intent are looked at here.
	return { name: "checkout", id, record: record as unknown as never };
}

function loaded(lines: readonly StoredLine[]): MemoryState {
	const state = aState();
	// Through text, as a file has them.
	for (const line of lines) state.load(JSON.parse(JSON.stringify(line)));
	return state;
}

function allOf(state: MemoryState) {
	const groups = [0, 1, 2, 3].map((which) => [
		...state.list("checkout", { group: `intent:pi_${which}` }),
	]);
	const dueAt = state.nextTimer(null)?.dueAt;
	return { all: [...state.list("checkout")], groups, size: state.size(), dueAt };
}

it("survives being written in pieces and read back, again and again", () => {
	fc.assert(
		fc.property(fc.array(command, { maxLength: 300, size: "max" }), (commands) => {
			let state = aState();
			const witness = aState();
			const file: StoredLine[] = [];
			for (const one of commands) {
				if (one.kind === "write" || one.kind === "restart") {
					file.push(...state.newLines());
					if (one.kind === "restart") state = loaded(file);
				} else {
					state.apply([changeOf(one)]);
					witness.apply([changeOf(one)]);
				}
			}
			file.push(...state.newLines());
			const expected = allOf(witness);
			const byId = (rows: readonly { id: string }[]) =>
				rows.toSorted((left, right) => (left.id < right.id ? -1 : 1));
			const read = allOf(loaded(file));
			expect(read.size).toBe(expected.size);
			expect(read.dueAt).toBe(expected.dueAt);
			expect(byId(read.all)).toEqual(byId(expected.all));
			expect(read.groups.map(byId)).toEqual(expected.groups.map(byId));
		}),
		{ numRuns: 100 },
	);
});

it("keeps the order of creation, and packs only what there is much of", () => {
	const state = aState();
	const file: StoredLine[] = [];
	for (let row = 0; row < 40; row += 1) {
		state.apply([changeOf({ kind: "put", number: row, by: row })]);
		if (row % 9 === 8) file.push(...state.newLines());
	}
	state.apply([changeOf({ kind: "put", number: 3, by: 7 })]);
	state.apply([changeOf({ kind: "timer", number: 3, by: 7 })]);
	file.push(...state.newLines());
	expect(allOf(loaded(file))).toEqual(allOf(state));
	expect(allOf(loaded([...state.lines()]))).toEqual(allOf(state));
	const packed = file.filter((line) => !Array.isArray(line));
	expect(packed.length).toBeGreaterThan(3);
	expect(packed.filter((line) => "dictionary" in line)).toHaveLength(1);
	expect(JSON.stringify(file.filter(Array.isArray))).toContain("period_end:3");
});

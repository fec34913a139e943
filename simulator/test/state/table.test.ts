// A table against the simplest thing that could be right, with packing that happens all the time.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTable } from "../../src/state/memory/table.ts";

interface Row {
	id: string;
	owner: string | null;
	value: number;
}

const groupsOf = ({ owner }: Row) => [`owner:${owner}`];

/** Rows in order of creation; a change keeps its place, as a removed row's successor does not. */
function createModel() {
	let rows: Row[] = [];
	return {
		put(row: Row) {
			const place = rows.findIndex(({ id }) => id === row.id);
			if (place === -1) rows.push(row);
			else rows[place] = row;
		},
		remove(id: string) {
			rows = rows.filter((row) => row.id !== id);
		},
		rows: () => rows,
	};
}

const id = fc.integer({ min: 0, max: 60 }).map((number) => `row_${number}`);
const owner = fc.constantFrom("ada", "bob", null);
const command = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ id, owner, value: fc.integer() }) },
	{ weight: 1, arbitrary: id },
);

describe("a table", () => {
	it("answers what was put, by id, by group and in order, however often it packs", () => {
		fc.assert(
			fc.property(fc.array(command, { maxLength: 400 }), (commands) => {
				const table = createTable<Row>(groupsOf, { loose: 3, atOnce: 2 });
				const model = createModel();
				for (const one of commands) {
					if (typeof one === "string") {
						table.remove(one);
						model.remove(one);
					} else {
						table.put(one);
						model.put(one);
					}
				}
				const rows = model.rows();
				const newest = rows.toReversed();
				expect([...table.oldestFirst()]).toEqual(rows);
				expect([...table.newestFirst()]).toEqual(newest);
				for (const row of rows) expect(table.get(row.id)).toEqual(row);
				for (const name of ["ada", "bob"]) {
					const own = newest.filter((row) => row.owner === name);
					expect([...table.newestFirst({ group: `owner:${name}` })]).toEqual(own);
					const [cursor] = own;
					if (cursor === undefined) continue;
					const after = { group: `owner:${name}`, before: cursor.id };
					expect([...table.newestFirst(after)]).toEqual(own.slice(1));
				}
			}),
			{ numRuns: 200 },
		);
	});

	it("forgets the oldest ten thousand of them without looking at each again and again", () => {
		const table = createTable<Row>(groupsOf);
		const count = 10_000;
		for (let number = 0; number < count; number += 1) {
			table.put({ id: `row_${number}`, owner: `owner ${number % 7}`, value: number });
		}
		for (let number = 0; number < count; number += 1) {
			const [oldest] = table.oldestFirst();
			expect(oldest?.value).toBe(number);
			table.remove(`row_${number}`);
		}
		expect([...table.newestFirst()]).toEqual([]);
		expect([...table.newestFirst({ group: "owner:owner 3" })]).toEqual([]);
	});
});

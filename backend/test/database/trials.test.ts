import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { trials } from "../../src/database/billing-tables.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { hasHadTrial, recordTrial } from "../../src/database/trials.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { aUser } from "../support/people.ts";

describe.each(engines)("a trial, on %s,", (engine) => {
	let database: Database;
	beforeAll(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
	});
	afterAll(() => database.close());

	test("is had once: later ones change nothing, also ten at once", async () => {
		const { queries } = database;
		const [ada, eve] = [await aUser(queries), await aUser(queries)];
		expect(await hasHadTrial(queries, ada)).toBe(false);
		const trial = { userId: ada.id, subscriptionId: "sub_1", startedAt: new Date(1_000) };
		await recordTrial(queries, { ...trial, marks: [] });
		await Promise.all(
			Array.from({ length: 10 }, (_, at) =>
				recordTrial(queries, { ...trial, marks: [], subscriptionId: `sub_later_${at}` }),
			),
		);
		expect(await queries.select().from(trials)).toEqual([trial]);
		expect(await hasHadTrial(queries, ada)).toBe(true);
		expect(await hasHadTrial(queries, eve)).toBe(false);
	});
});

import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, stripeEvents, subscriptions, trials } from "../../src/database/billing-tables.ts";
import { users } from "../../src/database/identity-tables.ts";
import { importedCustomers } from "../../src/database/import-tables.ts";
import { duplicates, trialChecks } from "../../src/database/person-tables.ts";
import { cursors, outbox } from "../../src/database/work-tables.ts";
import type { Progress } from "../../src/operations/backfill.ts";
import { type OldCustomer, type OpenAccount, openAccount } from "../support/account.ts";
import { engines } from "../support/databases.ts";
import { lever, runJob } from "../support/gaps.ts";

describe.each(engines)("importing an account of 150 customers, on %s,", (engine) => {
	let open: OpenAccount;
	beforeAll(async () => {
		open = await openAccount(engine, 150);
	}, 240_000);
	afterAll(() => open.house.close());

	/** All tables, without when things were seen or written. */
	async function everything() {
		const rows = [];
		const tables = [users, subscriptions, importedCustomers, audit, trials, trialChecks, outbox];
		for (const table of [...tables, duplicates, stripeEvents]) {
			const all = await open.queries.select().from(table);
			rows.push(
				all
					.map((row) =>
						JSON.stringify({ ...row, observedLo: 0, observedHi: 0, updatedAt: 0, runAt: 0 }),
					)
					.sort(),
			);
		}
		return rows;
	}

	test("is left at any point, and goes on from there", async () => {
		for (let point = 1; point <= 6; point++) {
			const stop = new AbortController();
			let steps = 0;
			const onProgress = () => {
				steps++;
				if (steps === point) stop.abort(new Error("killed"));
			};
			await open.run({ signal: stop.signal, onProgress }).catch((error) => {
				expect(error).toMatchObject({ message: "killed" });
			});
			if (point === 1) {
				const [row] = await open.queries.select().from(cursors).where(eq(cursors.name, "backfill"));
				expect(JSON.parse(row?.position ?? "")).toMatchObject({ phase: "subscriptions" });
			}
		}
		expect(await open.queries.$count(importedCustomers)).toBe(150);
	});

	test("goes through 429s and failing pages, and says what it found", async () => {
		await lever(open.house.simulator, "faults", {
			body: { kind: "fail_next_page", path: "/v1/subscriptions", count: 4 },
		});
		await lever(open.house.simulator, "faults", {
			body: { kind: "rate_limit", path: "/v1/customers", count: 4 },
		});
		const seen: Progress[] = [];
		const summary = await open.run({ onProgress: (progress) => seen.push(progress) });
		await lever(open.house.simulator, "faults", { method: "DELETE" });
		expect(summary.listed).toEqual({ customers: 150, subscriptions: 150 });
		expect(summary.customers).toEqual({
			linked: 50,
			no_such_user: 50,
			names_nobody: 50,
			user_has_another: 0,
			customer_is_anothers: 0,
			deleted: 0,
		});
		expect(summary.unlinked).toHaveLength(100);
		expect(summary.subscriptions.linked + summary.subscriptions.parked).toBe(150);
		expect(summary.unknownPrices).toMatchObject([{ subscriptions: 15 }]);
		expect(seen.at(-1)).toMatchObject({ phase: "links", done: 150, expected: 150 });
	});

	test("leaves each user as Stripe has them, in whatever state", async () => {
		for (const [at, { kind }] of open.account.entries()) {
			if (at % 3 !== 0) continue;
			const row = await open.user(open.userIds[at / 3]);
			const [status, tier] = wanted[kind] ?? [];
			expect([kind, row?.subscriptionStatus, row?.subscriptionTier]).toEqual([kind, status, tier]);
		}
		const found = await runJob(open.house, "reconcile");
		expect(found).toMatchObject({ listed: 150, different: 0, missing: 0 });
	});

	test("tells nobody of the past, and names itself in the audit", async () => {
		const told = await open.queries.select().from(outbox);
		expect(told.filter((effect) => effect.kind === "mail")).toEqual([]);
		const causes = (await open.queries.select().from(audit)).map((row) => row.cause);
		expect([...new Set(causes)]).toEqual(["fetch:backfill"]);
		// One change for each user, although somebody came back with a second subscription.
		expect(causes).toHaveLength(45);
	});

	test("grants nothing to anybody through a subscription that is parked", async () => {
		const linked = new Set(open.account.filter((_, at) => at % 3 === 0).map((one) => one.id));
		const parked = (await open.queries.select().from(subscriptions)).filter(
			(row) => !linked.has(row.customerId),
		);
		expect(parked.length).toBe(100);
		const rows = await open.queries.select().from(users);
		expect(rows.filter((row) => row.subscriptionStatus !== null)).toHaveLength(45);
	});

	test("changes nothing when it is done once more", async () => {
		const before = await everything();
		const summary = await open.run();
		expect(summary).toMatchObject({ resumed: false, customers: { linked: 50 } });
		expect(await everything()).toEqual(before);
		await open.house.settled();
		expect(await everything()).toEqual(before);
	});

	test("has the events of meanwhile read from its own beginning on", async () => {
		const [row] = await open.queries.select().from(cursors).where(eq(cursors.name, "events"));
		expect(Number(row?.position)).toBeLessThanOrEqual(open.house.simulator.now());
		expect(Number(row?.position)).toBeGreaterThan(open.house.simulator.now() - 600);
	});
});

const wanted: Partial<Record<OldCustomer["kind"], [string | null, string | null]>> = {
	trialing: ["trialing", "founder"],
	active: ["active", "founder"],
	canceled: ["canceled", null],
	incomplete: ["incomplete_expired", null],
	nothing: [null, null],
	"unknown price": ["active", null],
	"fails later": ["past_due", "founder"],
	"cancels later": ["active", "founder"],
	"came back": ["trialing", "founder"],
	"paused later": ["paused", "founder"],
};

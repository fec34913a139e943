import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stripeEvents } from "../../src/database/billing-tables.ts";
import { openDatabase } from "../../src/database/connect.ts";
import { importedCustomers } from "../../src/database/import-tables.ts";
import { cursors } from "../../src/database/work-tables.ts";
import { type OpenAccount, openAccount } from "../support/account.ts";
import { type RunningCommand, startCommand } from "../support/command.ts";
import { engines } from "../support/databases.ts";
import { eventsOf } from "../support/deliver.ts";
import { lever, runJob } from "../support/gaps.ts";
import { startTestSimulator } from "../support/start.ts";

const dir = mkdtempSync(join(tmpdir(), "tollgate-command-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

// Every command starts a process, which takes seconds where the machine is busy.
const patient = { timeout: 180_000 };

describe.runIf(engines.includes("postgres"))("the command line beside a backend", patient, () => {
	let open: OpenAccount;
	const running: RunningCommand[] = [];
	beforeAll(async () => {
		open = await openAccount("postgres", 150);
	}, 240_000);
	afterAll(async () => {
		for (const one of running) one.kill();
		await open.house.close();
	});

	const start = (...words: string[]) => {
		const command = startCommand(words, open.house);
		running.push(command);
		return command;
	};
	const run = (...words: string[]) => start(...words).finished;
	const phase = async () => {
		const [row] = await open.queries.select().from(cursors).where(eq(cursors.name, "backfill"));
		return row && (JSON.parse(row.position) as { phase: string; after: unknown });
	};

	test("imports an account although it is killed in the middle, twice", async () => {
		// Slow pages, so that there is a middle.
		for (const path of ["/v1/subscriptions", "/v1/customers"])
			await lever(open.house.simulator, "faults", { body: { kind: "latency", path, ms: 700 } });
		for (const middle of ["subscriptions", "customers"]) {
			const command = start("backfill", "--json");
			for (;;) {
				const at = await phase();
				if (at?.phase === middle && at.after !== null) break;
				await sleep(5);
			}
			command.kill();
			expect((await command.finished).code).toBeNull();
			expect((await phase())?.phase).toBe(middle);
		}
		await lever(open.house.simulator, "faults", { method: "DELETE" });
		const { code, out, err } = await run("backfill", "--json");
		expect([code, err]).toEqual([0, expect.stringContaining("waiting")]);
		expect(JSON.parse(out)).toMatchObject({
			resumed: true,
			listed: { customers: 150, subscriptions: 150 },
			customers: { linked: 50, no_such_user: 50, names_nobody: 50 },
		});
		expect(await runJob(open.house, "reconcile")).toMatchObject({ different: 0, missing: 0 });
	});

	test("says in plain lines what could not be linked, and why", async () => {
		const { code, out } = await run("backfill");
		expect(code).toBe(0);
		expect(out).toContain("Customers linked to users: 50.");
		expect(out).toMatch(/50 customers name a user that is not there \(yet\).*\(cus_/);
		expect(out).toMatch(/15 live subscriptions have the price price_\w+, which stands for no tier/);
	});

	test("links by a file, and names the lines that are wrong", async () => {
		const file = join(dir, "links.csv");
		writeFileSync(file, "customer_id,user_id\nnobody,somebody\n");
		const refused = await run("backfill", "--link", file);
		expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("line 2: nobody,") });
		expect((await run("backfill", "--link", join(dir, "none.csv"))).code).toBe(1);
	});

	test("explains a user from the customer to the access of now", async () => {
		const [row] = await open.queries
			.select()
			.from(importedCustomers)
			.where(eq(importedCustomers.customerId, open.account[0]!.id));
		const { code, out } = await run("explain", row?.claimedUserId ?? "");
		expect(code).toBe(0);
		expect(out).toMatch(/customer: cus_\w+/);
		expect(out).toMatch(/subscription sub_\w+: trialing, tier founder/);
		expect(out).toMatch(/item: 1 × price_\w+ → founder/);
		expect(out).toMatch(/access at .*: full, since the subscription is live.*; until 2/);
		expect(out).toMatch(/none\/none → trialing\/founder {2}sub_\w+ {2}by fetch:backfill/);
		const user = await open.user(row?.claimedUserId ?? "");
		for (const word of [user?.email?.toUpperCase() ?? "", open.account[0]!.id])
			expect((await run("explain", word)).out).toContain(`User ${user?.id} `);
		expect(await run("explain", "who@example.test")).toMatchObject({ code: 1, out: "" });
	});

	test("asks Stripe about one user, and says what became of it", async () => {
		const customer = open.account[0]!.id;
		const listed = await open.house.stripe.subscriptions.list({ customer });
		await open.house.stripe.subscriptions.cancel(listed.data[0]!.id);
		const { out } = await run("resync", customer);
		expect(out).toMatch(/: trialing, founder → canceled, no tier/);
	});

	test("repairs by comparing what no event told", async () => {
		for (const { id, kind } of open.account) {
			const { data } = await open.house.stripe.subscriptions.list({ customer: id });
			if (kind === "active") await open.house.stripe.subscriptions.cancel(data[0]!.id);
		}
		const before = await open.user(open.userIds[7]);
		expect(before?.subscriptionStatus).toBe("active");
		const { code, out } = await run("reconcile");
		expect(code).toBe(0);
		expect(out).toMatch(/compared: \d+ customers differed/);
		expect((await open.user(open.userIds[7]))?.subscriptionStatus).toBe("canceled");
	});

	test("lists what was given up and replays it", async () => {
		const values = {
			eventId: "evt_given_up",
			type: "customer.subscription.updated",
			apiVersion: null,
			createdAt: new Date(0),
			lane: open.account[10]!.id,
			payload: "no JSON at all",
			status: "dead" as const,
			attempts: 10,
			lastError: "of that day",
		};
		await open.queries.insert(stripeEvents).values(values);
		const listed = await run("dead-letters");
		expect(listed.out).toMatch(/evt_given_up {2}customer.subscription.updated .*of that day/);
		const customer = open.account[10]!.id;
		const { data } = await open.house.stripe.subscriptions.list({ customer });
		await open.house.stripe.subscriptions.update(data[0]!.id, { metadata: { seen: "yes" } });
		const [sound] = await eventsOf(open.house.simulator, customer);
		await open.queries
			.update(stripeEvents)
			.set({ payload: JSON.stringify(sound) })
			.where(eq(stripeEvents.eventId, "evt_given_up"));
		const replayed = await run("replay", "evt_given_up");
		expect(replayed.out + replayed.err).toMatch(/^1 events replayed, 0 still wait, 0 failed again/);
		expect((await run("dead-letters")).out).toBe("Nothing was given up.\n");
		expect((await run("replay", "--since", "2020-01-01")).out).toMatch(/^1 events replayed/);
		expect((await run("replay", "evt_unknown")).code).toBe(1);
		expect((await run("replay")).err).toContain("Say which");
		expect((await run("replay", "--since", "yesterday")).err).toContain("is no ISO date");
	});

	test("knows its words", async () => {
		expect((await run("--help")).out).toContain("dead-letters");
		expect(await run("dance")).toMatchObject({ code: 1, err: expect.stringContaining("dance") });
	});
});

describe("the command line on the embedded database", patient, () => {
	test("says that the running backend holds it, and what to do", async () => {
		const simulator = await startTestSimulator();
		const held = await openDatabase({ directory: join(dir, "held/database") }, () => {});
		const place = { simulator, location: { directory: join(dir, "held") } };
		const refused = await startCommand(["dead-letters"], place).finished;
		expect(refused).toMatchObject({ code: 1, out: "" });
		expect(refused.err).toMatch(/in use by process \d+.*\n.*Stop npm start/);
		await held.close();
		const { code, out } = await startCommand(["dead-letters"], place).finished;
		expect([code, out]).toEqual([0, "Nothing was given up.\n"]);
		await simulator.close();
	});
});

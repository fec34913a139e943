import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit } from "../../src/database/billing-tables.ts";
import { openDatabase } from "../../src/database/connect.ts";
import { linkCustomer } from "../../src/database/customer-links.ts";
import type { Database } from "../../src/database/database.ts";
import { sessions, users } from "../../src/database/identity-tables.ts";
import {
	findOrCreateOutsideUser,
	findUserBySession,
	findUsersByCustomers,
	getUser,
	saveBillingStates,
} from "../../src/database/users.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { aUser } from "../support/people.ts";

describe.each(engines)("a user, on %s,", (engine) => {
	let database: Database;
	let queries: Database["queries"];
	beforeAll(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
		queries = database.queries;
	});
	afterAll(() => database.close());

	const meet = (issuer: string, subject: string, email: string | null = null) =>
		findOrCreateOutsideUser(queries, { newId: randomUUID(), issuer, subject, email, name: "Ada" });

	test("is made once, though first seen fifty times at once", async () => {
		const met = await Promise.all(Array.from({ length: 50 }, () => meet("https://id.a", "crowd")));
		expect(new Set(met.map((user) => user.id)).size).toBe(1);
		const rows = await queries.select().from(users).where(eq(users.subject, "crowd"));
		expect(rows).toHaveLength(1);
	});

	test("is told by issuer and subject together, never by the e-mail", async () => {
		const all = [
			await meet("https://id.a", "one", "ada@example.test"),
			await meet("https://id.b", "one", "ada@example.test"),
			await meet("https://id.a", "two", "ada@example.test"),
		];
		expect(new Set(all.map((user) => user.id)).size).toBe(3);
		expect((await meet("https://id.a", "one", "new@example.test")).id).toBe(all[0]!.id);
	});

	test("keeps the first customer that was linked", async () => {
		const user = await aUser(queries);
		expect(await linkCustomer(queries, user.id, "cus_first")).toBe("cus_first");
		expect(await linkCustomer(queries, user.id, "cus_second")).toBe("cus_first");
		const found = await findUsersByCustomers(queries, ["cus_first", "cus_second"]);
		expect([...found]).toMatchObject([["cus_first", { id: user.id }]]);
	});

	test("gets one customer of many that are linked at once", async () => {
		const user = await aUser(queries);
		const held = await Promise.all(
			Array.from({ length: 20 }, (_, at) => linkCustomer(queries, user.id, `cus_race_${at}`)),
		);
		expect(new Set(held).size).toBe(1);
	});

	test("never shares a customer with another", async () => {
		const [one, two] = [await aUser(queries), await aUser(queries)];
		await linkCustomer(queries, one.id, "cus_mine");
		await expect(linkCustomer(queries, two.id, "cus_mine")).rejects.toThrow();
		expect((await getUser(queries, two.id)).stripeCustomerId).toBeNull();
	});

	test("that is gone cannot be got", async () => {
		await expect(getUser(queries, "nobody")).rejects.toThrow("the user is gone");
	});

	test("is found by a living session of their own", async () => {
		const [ada, eve] = [await aUser(queries), await aUser(queries)];
		const sessionId: string = randomUUID();
		const inAnHour = new Date(Date.now() + 3_600_000);
		await queries.insert(sessions).values({
			id: sessionId,
			userId: ada.id,
			token: sessionId,
			expiresAt: inAnHour,
			updatedAt: new Date(),
		});
		const find = (userId: string, id = sessionId) =>
			findUserBySession(queries, { userId, sessionId: id });
		expect(await find(ada.id)).toMatchObject({ id: ada.id });
		expect(await find(eve.id)).toBeNull();
		expect(await find(ada.id, "another")).toBeNull();
		await queries.delete(users).where(eq(users.id, ada.id));
		expect(await find(ada.id)).toBeNull();
	});

	describe("has a billing state", () => {
		const trialing = {
			status: "trialing",
			tierName: "founder",
			subscriptionId: "sub_1",
			cause: "events:evt_1",
		};
		const trailOf = (userId: string) =>
			queries.select().from(audit).where(eq(audit.userId, userId)).orderBy(audit.id);

		test("whose change raises its version and leaves the cause behind", async () => {
			const user = await aUser(queries);
			await saveBillingStates(queries, [{ user, ...trialing }]);
			const changed = await getUser(queries, user.id);
			expect(changed).toMatchObject({
				subscriptionStatus: "trialing",
				subscriptionTier: "founder",
				billingVersion: 1,
			});
			const canceled = { ...trialing, status: "canceled", tierName: null, cause: "fetch:checkout" };
			await saveBillingStates(queries, [{ user: changed, ...canceled }]);
			expect((await getUser(queries, user.id)).billingVersion).toBe(2);
			expect(await trailOf(user.id)).toMatchObject([
				{ cause: "events:evt_1", statusBefore: null, statusAfter: "trialing", tierBefore: null },
				{
					cause: "fetch:checkout",
					statusBefore: "trialing",
					statusAfter: "canceled",
					tierBefore: "founder",
					tierAfter: null,
					subscriptionId: "sub_1",
				},
			]);
		});

		test("that leaves no trail when neither status nor tier changes", async () => {
			const user = await aUser(queries);
			await saveBillingStates(queries, [{ user, ...trialing }]);
			const after = await getUser(queries, user.id);
			const again = { ...trialing, subscriptionId: "sub_2", cause: "fetch:again" };
			await saveBillingStates(queries, [{ user: after, ...again }]);
			expect(await getUser(queries, user.id)).toEqual({ ...after, billingVersion: 2 });
			expect(await trailOf(user.id)).toHaveLength(1);
		});

		test("that is taken back together with its trail when the transaction fails", async () => {
			const user = await aUser(queries);
			const failing = database.transaction(async (tx) => {
				await saveBillingStates(tx, [{ user, ...trialing }]);
				throw new Error("later step");
			});
			await expect(failing).rejects.toThrow("later step");
			expect(await getUser(queries, user.id)).toEqual(user);
			expect(await trailOf(user.id)).toEqual([]);
		});
	});
});

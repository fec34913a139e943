import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, lanes } from "../../src/database/billing-tables.ts";
import { importedCustomers } from "../../src/database/import-tables.ts";
import { duplicates } from "../../src/database/person-tables.ts";
import { findOrCreateOutsideUser } from "../../src/database/users.ts";
import type { BackfillSummary } from "../../src/operations/backfill.ts";
import { identifyUser } from "../../src/operations/identify-user.ts";
import { type OpenAccount, openAccount } from "../support/account.ts";
import { engines } from "../support/databases.ts";
import { pass } from "../support/gaps.ts";
import { aUser } from "../support/people.ts";
import { call, signUp } from "../support/start.ts";

const issuer = "https://id.example.test";

describe.each(engines)("whose a customer of an imported account is, on %s,", (engine) => {
	let open: OpenAccount;
	beforeAll(async () => {
		open = await openAccount(engine, 105);
		await open.run();
	}, 240_000);
	afterAll(() => open.house.close());

	test("keeps the link when a customer's metadata names another user, and alerts", async () => {
		const moved = open.account[0]!;
		const other = await aUser(open.queries);
		await open.house.stripe.customers.update(moved.id, { metadata: { user_id: other.id } });
		open.alerts.length = 0;
		const summary = await open.run();
		expect(summary.customers).toMatchObject({ linked: 34, customer_is_anothers: 1 });
		expect(await open.user(open.userIds[0]!)).toMatchObject({
			stripeCustomerId: moved.id,
			subscriptionStatus: "trialing",
		});
		expect((await open.user(other.id))?.stripeCustomerId).toBeNull();
		expect(open.alerts).toEqual([
			{
				fields: { customer_id: moved.id, user_id: open.userIds[0]!, named_user_id: other.id },
				message: "a customer names another user than the one it is linked to: the link stays",
			},
		]);
		await open.house.stripe.customers.update(moved.id, {
			metadata: { user_id: open.userIds[0]! },
		});
	});

	test("links by the operator's file, and of two customers the one that pays", async () => {
		const [file, older] = [await aUser(open.queries), await aUser(open.queries)];
		// at % 3 === 2: they name nobody. 11 is active, 14 has nothing; 41 is active, 44 has nothing.
		const [pays, idle] = [open.account[41]!, open.account[44]!];
		for (const one of [pays, idle])
			await open.house.stripe.customers.update(one?.id, { metadata: { user_id: older.id } });
		const links = new Map([[open.account[11]!.id, file.id]]);
		const summary = await open.run({ links });
		expect(summary.customers).toMatchObject({ linked: 37, user_has_another: 1 });
		expect(await open.user(file.id)).toMatchObject({
			stripeCustomerId: open.account[11]!.id,
			subscriptionStatus: "active",
			subscriptionTier: "founder",
		});
		expect(await open.user(older.id)).toMatchObject({
			stripeCustomerId: pays.id,
			subscriptionStatus: "active",
		});
		expect(await open.imported(idle.id)).toMatchObject({ verdict: "user_has_another" });
	});

	test("adopts what is parked when its user comes by an outside issuer", async () => {
		// 61 is active and names stranger-61, who now shows a token for the first time.
		const claims = { issuer, subject: "stranger-61", sessionId: null, email: null, name: "" };
		const came = await identifyUser(open.house.app.deps, claims);
		expect(came.stripeCustomerId).toBe(open.account[61]!.id);
		await open.house.settled();
		expect(await open.user(came.id)).toMatchObject({
			subscriptionStatus: "active",
			subscriptionTier: "founder",
		});
		const [trail] = await open.queries.select().from(audit).where(eq(audit.userId, came.id));
		expect(trail?.cause).toBe("fetch:link");
		expect(await open.imported(open.account[61]!.id)).toMatchObject({ verdict: "linked" });
	});

	test("adopts it at the checkout of a user who was there by then, instead of selling twice", async () => {
		const ada = await signUp(open.house);
		await open.queries
			.update(importedCustomers)
			.set({ claimedUserId: ada.id })
			.where(eq(importedCustomers.customerId, open.account[31]!.id));
		const path = "/stripe/create-checkout-session";
		const answer = await call(open.house, path, {
			token: ada.token,
			body: { tier_name: "founder" },
		});
		expect(answer).toMatchObject({ status: 409, body: { error: { code: "already_subscribed" } } });
		expect(await open.user(ada.id)).toMatchObject({
			stripeCustomerId: open.account[31]!.id,
			subscriptionStatus: "active",
		});
	});

	test("leaves two subscriptions from before alone, and counts them", async () => {
		const active = open.account[21]!;
		const owner = (await open.imported(active.id))?.claimedUserId ?? "";
		const price = (await open.house.stripe.prices.list({ lookup_keys: ["founder_month_v1"] }))
			.data[0]!;
		const second = await open.house.stripe.subscriptions.create({
			customer: active.id,
			items: [{ price: price.id }],
			metadata: { user_id: owner },
		});
		const summary = await open.run();
		expect(summary.usersWithSeveralSubscriptions).toBe(1);
		await open.house.settled();
		expect((await open.house.stripe.subscriptions.retrieve(second.id)).status).toBe("active");
		expect(await open.queries.$count(duplicates)).toBe(0);
	});

	test("says of a deleted customer that it is deleted", async () => {
		const gone = open.account[34]!;
		const held = await open.house.stripe.subscriptions.create({
			customer: gone.id,
			items: [{ price: (await open.house.stripe.prices.list({ limit: 1 })).data[0]!.id }],
			trial_period_days: 9,
		});
		await pass(open.house, 0.01);
		await open.run();
		await open.house.stripe.customers.del(gone.id);
		const summary = await open.run();
		expect(summary.unlinked.filter((one) => one.reason === "deleted")).toEqual([
			{ customerId: gone.id, reason: "deleted", claimedUserId: null, subscriptions: 1 },
		]);
		expect(held.customer).toBe(gone.id);
	});

	test("leaves a customer to whoever is writing it at the moment, and has it fetched after", async () => {
		const free = open.account[91]!;
		const owner = await findOrCreateOutsideUser(open.queries, {
			newId: "a-late-user",
			issuer,
			subject: "stranger-91-by-file",
			email: null,
			name: "",
		});
		let summary: BackfillSummary | undefined;
		await open.house.app.deps.laneLock.withLane(free.id, async () => {
			summary = await open.run({ links: new Map([[free.id, owner.id]]) });
			expect(await open.user(owner.id)).toMatchObject({
				stripeCustomerId: free.id,
				subscriptionStatus: null,
			});
			const [lane] = await open.queries.select().from(lanes).where(eq(lanes.lane, free.id));
			expect(lane?.apart).toBe("fetch:backfill");
		});
		await open.house.settled();
		expect(summary?.customers.linked).toBeGreaterThan(35);
		expect(await open.user(owner.id)).toMatchObject({ subscriptionStatus: "active" });
	});
});

import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	audit,
	checkoutAttempts,
	subscriptions,
	trials,
} from "../../src/database/billing-tables.ts";
import { users } from "../../src/database/identity-tables.ts";
import type {
	BillingReply,
	CheckoutConfirmationReply,
	CheckoutSessionReply,
	ErrorReply,
	TiersReply,
} from "../../src/http/contract.ts";
import { engines } from "../support/databases.ts";
import { baseUrl, call, pay, signUp, startTollgate, type Tollgate } from "../support/start.ts";

const dayMs = 86_400_000;
const founder = { tier_name: "founder" };
const openCheckout = "/stripe/create-checkout-session";

describe.each(engines)("a user subscribes, on %s", (engine) => {
	let tollgate: Tollgate;

	beforeAll(async () => {
		tollgate = await startTollgate(engine);
	});
	afterAll(() => tollgate.close());

	async function userRow(id: string) {
		const rows = await tollgate.app.deps.database.queries
			.select()
			.from(users)
			.where(eq(users.id, id));
		return rows[0]!;
	}

	test("from sign-up to trialing, with every row true", async () => {
		const ada = await signUp(tollgate);
		const opened = await call<CheckoutSessionReply>(tollgate, openCheckout, {
			token: ada.token,
			body: founder,
		});
		expect(opened.status).toBe(200);
		const session = await tollgate.stripe.checkout.sessions.retrieve(opened.body.session_id, {
			expand: ["line_items"],
		});
		expect(session).toMatchObject({
			mode: "subscription",
			status: "open",
			client_reference_id: ada.id,
			success_url: `${baseUrl}/dashboard?session_id={CHECKOUT_SESSION_ID}`,
			cancel_url: `${baseUrl}/pricing`,
		});
		expect(session.line_items?.data[0]?.quantity).toBe(1);

		await pay(tollgate.simulator, opened.body.session_id);
		await tollgate.settled();
		const row = await userRow(ada.id);
		expect(row).toMatchObject({ subscriptionStatus: "trialing", subscriptionTier: "founder" });
		expect(row.stripeCustomerId).toBe(session.customer);
		const me = await call<BillingReply>(tollgate, "/billing/me", { token: ada.token });
		expect(me.body).toMatchObject({
			subscription_status: "trialing",
			subscription_tier: "founder",
			access: "full",
			billing_version: 1,
		});
		const subscription = me.body.subscription!;
		const inStripe = await tollgate.stripe.subscriptions.retrieve(subscription.id);
		expect(Date.parse(subscription.trial_ends_at!)).toBe(inStripe.created * 1000 + 7 * dayMs);
	});

	test("the return page is right although no webhook ever comes", async () => {
		const deaf = await startTollgate(engine, { webhooks: false });
		try {
			const eve = await signUp(deaf, "Eve");
			const opened = await call<CheckoutSessionReply>(deaf, openCheckout, {
				token: eve.token,
				body: founder,
			});
			const path = `/stripe/checkout-sessions/${opened.body.session_id}`;
			const before = await call<CheckoutConfirmationReply>(deaf, path, { token: eve.token });
			expect(before.body).toMatchObject({
				status: "confirming",
				billing: { subscription_status: null },
			});
			await pay(deaf.simulator, opened.body.session_id);
			const after = await call<CheckoutConfirmationReply>(deaf, path, { token: eve.token });
			expect(after.body).toMatchObject({
				status: "confirmed",
				billing: { subscription_status: "trialing", subscription_tier: "founder" },
			});
		} finally {
			await deaf.close();
		}
	});

	test("somebody else's session looks like one that does not exist", async () => {
		const [ada, mallory] = [await signUp(tollgate), await signUp(tollgate, "Mallory")];
		const opened = await call<CheckoutSessionReply>(tollgate, openCheckout, {
			token: ada.token,
			body: founder,
		});
		const ask = (id: string) =>
			call<ErrorReply>(tollgate, `/stripe/checkout-sessions/${id}`, { token: mallory.token });
		const foreign = await ask(opened.body.session_id);
		const missing = await ask("cs_test_sim_nothing");
		expect([foreign.status, missing.status]).toEqual([404, 404]);
		const withoutId = ({ error: { request_id: _, ...rest } }: ErrorReply) => rest;
		expect(withoutId(foreign.body)).toEqual(withoutId(missing.body));
	});

	test("a subscriber is sent to manage, and gets no second subscription", async () => {
		const ada = await signUp(tollgate);
		const opened = await call<CheckoutSessionReply>(tollgate, openCheckout, {
			token: ada.token,
			body: founder,
		});
		await pay(tollgate.simulator, opened.body.session_id);
		// At once: Stripe is asked, whether or not its webhooks have come.
		const again = await call<ErrorReply>(tollgate, openCheckout, {
			token: ada.token,
			body: { tier_name: "empire" },
		});
		expect(again.status).toBe(409);
		expect(again.body.error).toMatchObject({
			code: "already_subscribed",
			manage_url: `${baseUrl}/dashboard`,
		});
	});

	test("a hundred first calls at once make one customer and one open session", async () => {
		const ada = await signUp(tollgate);
		const answers = await Promise.all(
			Array.from({ length: 100 }, () =>
				call<CheckoutSessionReply>(tollgate, openCheckout, { token: ada.token, body: founder }),
			),
		);
		expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
		expect(new Set(answers.map((answer) => answer.body.session_id)).size).toBe(1);
		const customers = await tollgate.stripe.customers.list({ email: ada.email, limit: 100 });
		expect(customers.data).toHaveLength(1);
		const open = await tollgate.stripe.checkout.sessions.list({
			customer: customers.data[0]!.id,
			status: "open",
		});
		expect(open.data).toHaveLength(1);
	});

	test("another tier ends the open session before it opens a new one", async () => {
		const ada = await signUp(tollgate);
		const open = async (tier_name: string) =>
			(
				await call<CheckoutSessionReply>(tollgate, openCheckout, {
					token: ada.token,
					body: { tier_name },
				})
			).body;
		const first = await open("founder");
		const second = await open("empire");
		expect(second.session_id).not.toBe(first.session_id);
		const ended = await tollgate.stripe.checkout.sessions.retrieve(first.session_id);
		expect(ended.status).toBe("expired");
		const attempts = await tollgate.app.deps.database.queries
			.select()
			.from(checkoutAttempts)
			.where(eq(checkoutAttempts.userId, ada.id));
		expect(attempts.map((attempt) => attempt.status).sort()).toEqual(["expired", "open"]);
	});

	test("a declined card changes nothing, and a good one on the same page works", async () => {
		const ada = await signUp(tollgate);
		const { body } = await call<CheckoutSessionReply>(tollgate, openCheckout, {
			token: ada.token,
			body: founder,
		});
		const declined = await pay(tollgate.simulator, body.session_id, "pm_card_chargeDeclined");
		expect(declined.status).toBe(402);
		await tollgate.settled();
		expect(await userRow(ada.id)).toMatchObject({
			subscriptionStatus: null,
			subscriptionTier: null,
		});
		expect((await pay(tollgate.simulator, body.session_id)).status).toBe(200);
		await tollgate.settled();
		expect(await userRow(ada.id)).toMatchObject({ subscriptionStatus: "trialing" });
	});

	test("who cancelled may come back, and gets no second trial", async () => {
		const ada = await signUp(tollgate);
		const { body } = await call<CheckoutSessionReply>(tollgate, openCheckout, {
			token: ada.token,
			body: founder,
		});
		await pay(tollgate.simulator, body.session_id);
		await tollgate.settled();
		const me = await call<BillingReply>(tollgate, "/billing/me", { token: ada.token });
		await tollgate.stripe.subscriptions.cancel(me.body.subscription!.id);
		await tollgate.settled();
		expect(await userRow(ada.id)).toMatchObject({
			subscriptionStatus: "canceled",
			subscriptionTier: null,
		});
		const tiers = await call<TiersReply>(tollgate, "/billing/tiers", { token: ada.token });
		expect(tiers.body.trial).toEqual({ days: 7, open: false });
		const again = await call<CheckoutSessionReply>(tollgate, openCheckout, {
			token: ada.token,
			body: { tier_name: "empire", interval: "year" },
		});
		await pay(tollgate.simulator, again.body.session_id);
		await tollgate.settled();
		expect(await userRow(ada.id)).toMatchObject({
			subscriptionStatus: "active",
			subscriptionTier: "empire",
		});
	});

	test("every change of a user's billing names its cause", async () => {
		const { queries } = tollgate.app.deps.database;
		const changes = await queries.select().from(audit);
		expect(changes.length).toBeGreaterThan(0);
		for (const change of changes) expect(change.cause).toMatch(/^(events:evt_|fetch:)/);
		expect((await queries.select().from(subscriptions)).length).toBeGreaterThan(0);
		const trialed = (await queries.select().from(trials)).map((trial) => trial.userId);
		expect(new Set(trialed).size).toBe(trialed.length);
	});
});

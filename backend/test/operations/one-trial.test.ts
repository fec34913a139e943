import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { billing } from "../../billing.config.ts";
import { users } from "../../src/database/identity-tables.ts";
import { trialMarks } from "../../src/database/person-tables.ts";
import { marksOf, reserveTrial } from "../../src/database/trials.ts";
import type { CheckoutSessionReply, TiersReply } from "../../src/http/contract.ts";
import { startCheckout } from "../../src/operations/start-checkout.ts";
import { engines } from "../support/databases.ts";
import { aUser } from "../support/people.ts";
import { call, type Person, pay, signUp, startTollgate, type Tollgate } from "../support/start.ts";
import { userRow } from "../support/subscribe.ts";

const strict = { ...billing, trial: { ...billing.trial, compareCards: "always" as const } };

describe.each(engines)("a trial is given once to a person, on %s,", (engine) => {
	let house: Tollgate;
	beforeAll(async () => {
		house = await startTollgate(engine, { catalog: strict });
	});
	afterAll(() => house.close());

	async function open(user: Person): Promise<string> {
		const order = { token: user.token, body: { tier_name: "founder" } };
		const path = "/stripe/create-checkout-session";
		const reply = await call<CheckoutSessionReply>(house, path, order);
		if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
		return reply.body.session_id;
	}

	async function subscribe(user: Person, card = "pm_card_visa") {
		const session = await open(user);
		await pay(house.simulator, session, card);
		await house.settled();
		return userRow(house, user.id);
	}

	const trialOpen = async (user: Person) =>
		(await call<TiersReply>(house, "/billing/tiers", { token: user.token })).body.trial.open;

	async function signUpAs(email: string): Promise<Person> {
		const user = await signUp(house);
		const { queries } = house.app.deps.database;
		await queries.update(users).set({ email }).where(eq(users.id, user.id));
		return { ...user, email };
	}

	test("another account of the same mailbox gets none, and is told before it pays", async () => {
		const name = randomUUID();
		const first = await signUpAs(`${name}@example.test`);
		expect(await subscribe(first, "pm_card_mastercard")).toMatchObject({
			subscriptionStatus: "trialing",
		});
		const again = await signUpAs(`${name.toUpperCase()}+second@example.test`);
		expect(await trialOpen(again)).toBe(false);
		expect(await subscribe(again, "pm_card_amex")).toMatchObject({ subscriptionStatus: "active" });
	});

	test("two accounts of one mailbox that open Checkout at once get one trial", async () => {
		const name = randomUUID();
		const people = await Promise.all(
			["", "+a", "+b", "+c"].map((tag) => signUpAs(`${name}${tag}@example.test`)),
		);
		const sessions = await Promise.all(people.map((person) => open(person)));
		const days = await Promise.all(
			sessions.map(async (id) => (await house.stripe.checkout.sessions.retrieve(id)).amount_total),
		);
		// Nothing is due today with a trial.
		expect(days.filter((amount) => amount === 0)).toHaveLength(1);
	});

	test("the card of somebody who had a trial ends the second one", async () => {
		const [ada, eve] = [await signUp(house), await signUp(house, "Eve")];
		expect(await subscribe(ada, "pm_card_visa_debit")).toMatchObject({
			subscriptionStatus: "trialing",
		});
		expect(await subscribe(eve, "pm_card_visa_debit")).toMatchObject({
			subscriptionStatus: "canceled",
			subscriptionTier: null,
		});
		expect(await trialOpen(eve)).toBe(false);
	});

	test("a deleted account leaves its mark, so that its mailbox gets no second trial", async () => {
		const { queries } = house.app.deps.database;
		const email = `${randomUUID()}@example.test`;
		const first = await signUpAs(email);
		await subscribe(first, "pm_card_discover");
		await queries.delete(users).where(eq(users.id, first.id));
		const again = await signUpAs(email);
		expect(await trialOpen(again)).toBe(false);
		const marks = (await queries.select().from(trialMarks)).map((row) => row.mark);
		expect(marks).toContain(marksOf({ email })[0]);
		expect(marks.join()).not.toContain(email);
	});

	test("who only opened Checkout keeps the trial from nobody for longer than a session lives", async () => {
		const { queries } = house.app.deps.database;
		const [ada, eve] = [await aUser(queries), await aUser(queries)];
		const marks = marksOf({ email: `${randomUUID()}@example.test` });
		expect(await reserveTrial(queries, ada.id, marks)).toBe(true);
		expect(await reserveTrial(queries, ada.id, marks)).toBe(true);
		expect(await reserveTrial(queries, eve.id, marks)).toBe(false);
		await queries.update(trialMarks).set({ reservedAt: new Date(0) });
		expect(await reserveTrial(queries, eve.id, marks)).toBe(true);
		expect(await reserveTrial(queries, ada.id, marks)).toBe(false);
	});

	test("a customer deleted in Stripe is replaced once, and late events of the old one find nobody", async () => {
		const user = await signUp(house);
		await subscribe(user, "pm_card_visa_chargeDeclinedInsufficientFunds");
		const before = await userRow(house, user.id);
		await house.stripe.customers.del(before.stripeCustomerId ?? "");
		await house.settled();
		expect(await userRow(house, user.id)).toMatchObject({ subscriptionTier: null });
		const portal = await call(house, "/stripe/create-portal-session", {
			token: user.token,
			body: {},
		});
		expect(portal.status).toBe(409);
		const sessions = await Promise.all([open(user), open(user), open(user)]);
		expect(new Set(sessions).size).toBe(1);
		const after = await userRow(house, user.id);
		expect(after.stripeCustomerId).not.toBe(before.stripeCustomerId);
		const made = await house.stripe.customers.list({ email: user.email });
		expect(made.data.map((customer) => customer.id)).toEqual([after.stripeCustomerId]);
	});

	test("a customer whose id was lost in a crash is found again, also after its key's life", async () => {
		const { deps } = house.app;
		const user = await signUp(house);
		const made = await house.stripe.customers.create({
			email: user.email,
			metadata: { user_id: user.id },
		});
		const yesterday = new Date(deps.clock.now().getTime() - 30 * 3_600_000);
		await deps.database.queries
			.update(users)
			.set({ customerAskedAt: yesterday })
			.where(eq(users.id, user.id));
		await startCheckout(deps, user.id, {
			priceId: undefined,
			tierName: "founder",
			interval: undefined,
			currency: undefined,
		});
		expect((await userRow(house, user.id)).stripeCustomerId).toBe(made.id);
	});
});

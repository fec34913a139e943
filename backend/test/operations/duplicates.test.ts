import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { billing } from "../../billing.config.ts";
import { subscriptions } from "../../src/database/billing-tables.ts";
import { duplicates } from "../../src/database/person-tables.ts";
import { outbox } from "../../src/database/work-tables.ts";
import type { Catalog } from "../../src/domain/catalog.ts";
import type { CheckoutSessionReply } from "../../src/http/contract.ts";
import { engines } from "../support/databases.ts";
import { call, type Person, pay, signUp, startTollgate, type Tollgate } from "../support/start.ts";
import { userRow } from "../support/subscribe.ts";

const noTrial: Catalog = { ...billing, trial: { ...billing.trial, days: 0 } };

describe.each(engines)("a user who bought twice, on %s,", (engine) => {
	let house: Tollgate;
	afterEach(() => house.close());

	/** Buys through our Checkout, and then once more past it, as a second tab did before it was closed. */
	async function buyTwice(
		second: { tier?: string; owner?: string; later?: boolean } = {},
	): Promise<Person> {
		const user = await signUp(house);
		const order = { token: user.token, body: { tier_name: "founder" } };
		const { body } = await call<CheckoutSessionReply>(
			house,
			"/stripe/create-checkout-session",
			order,
		);
		const first = await house.stripe.checkout.sessions.retrieve(body.session_id);
		const tier = second.tier ?? "founder";
		const prices = await house.stripe.prices.list({ lookup_keys: [`${tier}_month_v1`] });
		const past = await house.stripe.checkout.sessions.create({
			mode: "subscription",
			customer: String(first.customer),
			line_items: [{ price: prices.data[0]?.id ?? "", quantity: 1 }],
			subscription_data: { metadata: { user_id: second.owner ?? user.id } },
			success_url: "http://localhost:3000/dashboard",
		});
		await pay(house.simulator, body.session_id);
		if (second.later) await house.settled();
		await pay(house.simulator, past.id);
		await house.settled();
		return user;
	}

	async function stateOf(user: Person) {
		const row = await userRow(house, user.id);
		const { queries } = house.app.deps.database;
		const held = await queries
			.select()
			.from(subscriptions)
			.where(eq(subscriptions.customerId, row.stripeCustomerId ?? ""));
		const [record] = await queries.select().from(duplicates);
		const mails = (await queries.select().from(outbox)).filter((x) => x.kind === "mail");
		return { row, held, record, mails };
	}

	test("keeps the one that decides; the other is ended and its money given back", async () => {
		house = await startTollgate(engine, { catalog: noTrial });
		const user = await buyTwice();
		const { row, held, record, mails } = await stateOf(user);
		expect(row).toMatchObject({ subscriptionStatus: "active", subscriptionTier: "founder" });
		expect(held.map((x) => x.status).sort()).toEqual(["active", "canceled"]);
		const ended = held.find((x) => x.status === "canceled")!;
		expect(record).toMatchObject({
			subscriptionId: ended.id,
			keptSubscriptionId: held.find((x) => x.status === "active")!.id,
			userId: user.id,
			action: "canceled",
			refundedAmount: 7900,
			currency: "usd",
		});
		const refunds = await house.stripe.refunds.list({});
		expect(refunds.data.map((refund) => refund.amount)).toEqual([7900]);
		const mail = mails.find((x) => x.effectKey === `duplicate-refunded:${ended.id}`);
		expect(JSON.parse(mail!.data)).toEqual({ amount: 7900, currency: "usd", tier_name: "founder" });
	});

	test("ends also one whose trial had been looked at before the other was bought", async () => {
		house = await startTollgate(engine);
		const user = await buyTwice({ tier: "empire", later: true });
		const { row, held } = await stateOf(user);
		expect(row).toMatchObject({ subscriptionStatus: "active", subscriptionTier: "empire" });
		expect(held.map((x) => x.status).sort()).toEqual(["active", "canceled"]);
	});

	test("leaves alone what somebody made past our Checkout: that is for a person to decide", async () => {
		house = await startTollgate(engine, { catalog: noTrial });
		const user = await buyTwice({ tier: "freelancer", owner: "somebody in the dashboard" });
		const { record, held } = await stateOf(user);
		expect(held.map((x) => x.status)).toEqual(["active", "active"]);
		expect(record).toMatchObject({ action: "reported", refundedAmount: 0 });
	});

	test("is only reported where the catalogue says so, and once", async () => {
		house = await startTollgate(engine, { catalog: { ...noTrial, duplicates: "report" } });
		const user = await buyTwice();
		const { held, record } = await stateOf(user);
		expect(held.map((x) => x.status)).toEqual(["active", "active"]);
		expect(record).toMatchObject({ action: "reported", refundedAmount: 0 });
		expect(await house.app.deps.database.queries.select().from(duplicates)).toHaveLength(1);
	});

	test("keeps the money with the policy that gives none back", async () => {
		house = await startTollgate(engine, { catalog: { ...noTrial, duplicates: "cancel" } });
		const user = await buyTwice();
		const { held } = await stateOf(user);
		expect(held.map((x) => x.status).sort()).toEqual(["active", "canceled"]);
		expect((await house.stripe.refunds.list({})).data).toEqual([]);
	});
});

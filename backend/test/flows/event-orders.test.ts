import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stripeEvents, subscriptions } from "../../src/database/billing-tables.ts";
import { users } from "../../src/database/identity-tables.ts";
import type { CheckoutSessionReply } from "../../src/http/contract.ts";
import { engines } from "../support/databases.ts";
import { deliver, eventsOf, type RawEvent } from "../support/deliver.ts";
import { call, pay, signUp, startTollgate, type Tollgate } from "../support/start.ts";

const secret = "whsec_sim_of_no_endpoint_000";
const wanted = [
	"checkout.session.completed",
	"customer.subscription.created",
	"customer.subscription.updated",
	"invoice.paid",
];

function ordersOf<T>(items: readonly T[]): T[][] {
	if (items.length <= 1) return [[...items]];
	return items.flatMap((first, at) =>
		ordersOf(items.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
	);
}

describe.each(engines)("the four events of a sign-up, on %s", (engine) => {
	let tollgate: Tollgate;

	beforeAll(async () => {
		tollgate = await startTollgate(engine, { webhooks: false });
	});
	afterAll(() => tollgate.close());

	// Signs a user up, pays, and changes the subscription in the same second or the next.
	async function signUpAndPay() {
		const user = await signUp(tollgate);
		const { body } = await call<CheckoutSessionReply>(tollgate, "/stripe/create-checkout-session", {
			token: user.token,
			body: { tier_name: "founder" },
		});
		await pay(tollgate.simulator, body.session_id);
		const session = await tollgate.stripe.checkout.sessions.retrieve(body.session_id);
		await tollgate.stripe.subscriptions.update(String(session.subscription), {
			cancel_at_period_end: true,
		});
		const customerId = String(session.customer);
		const all = await eventsOf(tollgate.simulator, customerId);
		const events = wanted.map((type) => all.find((event) => event.type === type)!);
		return { user, customerId, subscriptionId: String(session.subscription), events };
	}

	async function applied(): Promise<void> {
		const { queries } = tollgate.app.deps.database;
		for (;;) {
			const rows = await queries.select().from(stripeEvents);
			if (rows.every((row) => row.status !== "pending")) return;
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	}

	async function expectTruth(of: Awaited<ReturnType<typeof signUpAndPay>>): Promise<void> {
		const truth = await tollgate.stripe.subscriptions.retrieve(of.subscriptionId);
		const { queries } = tollgate.app.deps.database;
		const [row] = await queries
			.select()
			.from(subscriptions)
			.where(eq(subscriptions.customerId, of.customerId));
		expect(row).toMatchObject({
			id: of.subscriptionId,
			status: truth.status,
			tierName: "founder",
			priceId: truth.items.data[0]?.price.id,
			cancelsAt: new Date(truth.cancel_at! * 1000),
			trialEndsAt: new Date(truth.trial_end! * 1000),
		});
		const [user] = await queries.select().from(users).where(eq(users.id, of.user.id));
		expect(user).toMatchObject({ subscriptionStatus: "trialing", subscriptionTier: "founder" });
	}

	test.each(ordersOf([0, 1, 2, 3]).map((order) => [order.join(""), order] as const))(
		"order %s, each event twice, ends at Stripe's truth",
		async (_name, order) => {
			const life = await signUpAndPay();
			const deliveries: RawEvent[] = order.map((at) => life.events[at]!);
			const twice = [...deliveries, ...[...deliveries].reverse()];
			for (const event of twice)
				expect((await deliver(tollgate, event, { secret })).status).toBe(200);
			await applied();
			await expectTruth(life);
		},
	);

	test("all at once, each five times: one row each, and Stripe's truth", async () => {
		const life = await signUpAndPay();
		const all = [1, 2, 3, 4, 5].flatMap(() => life.events);
		const answers = await Promise.all(all.map((event) => deliver(tollgate, event, { secret })));
		expect(answers.every((answer) => answer.status === 200)).toBe(true);
		await applied();
		await expectTruth(life);
		const ids = new Set(life.events.map((event) => event.id));
		const rows = await tollgate.app.deps.database.queries.select().from(stripeEvents);
		expect(rows.filter((row) => ids.has(row.eventId))).toHaveLength(4);
	});
});

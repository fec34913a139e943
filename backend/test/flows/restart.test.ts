import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { startSimulator } from "../../../simulator/src/start.ts";
import { stripeEvents } from "../../src/database/billing-tables.ts";
import type { BillingReply, CheckoutSessionReply } from "../../src/http/contract.ts";
import { type Backend, call, pay, signUp, startBackend, stripeOf } from "../support/start.ts";
import { eventRow, subscriptionRow, userRow } from "../support/subscribe.ts";

const dataDir = mkdtempSync(join(tmpdir(), "tollgate-restart-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const order = (token: string) => ({ token, body: { tier_name: "founder" } });
const openCheckout = "/stripe/create-checkout-session";

// Everything that outlives a start is in the data directory: ports and processes are new each time.
async function startHouse(webhookSecrets: string[]) {
	const simulator = await startSimulator({ port: 0, dataDir, clock: () => new Date() });
	const location = { directory: join(dataDir, "database") };
	const backend = await startBackend({ simulator, location, webhookSecrets });
	let closed = false;
	const close = async () => {
		if (closed) return;
		closed = true;
		await backend.close();
		await simulator.close();
	};
	onTestFinished(close);
	return { ...backend, simulator, stripe: stripeOf(simulator), close };
}

test("a sign-up goes on where it stood, though everything was stopped twice in between", async () => {
	const address = await reservePort();
	const secrets: string[] = [];
	let house = await startHouse(secrets);
	// The endpoint's address is nobody's until the last start, as with a backend that is down.
	const endpoint = await house.stripe.webhookEndpoints.create({
		url: `${address}/api/v1/stripe/webhook`,
		enabled_events: ["*"],
		api_version: "2026-10-28.endive",
	});
	secrets.push(endpoint.secret ?? "");
	const ada = await signUp(house);
	const opened = await call<CheckoutSessionReply>(house, openCheckout, order(ada.token));
	await house.close();

	house = await startHouse(secrets);
	const again = await call<CheckoutSessionReply>(house, openCheckout, order(ada.token));
	expect(again.body).toEqual({
		...opened.body,
		url: expect.stringContaining(opened.body.session_id),
	});
	expect((await pay(house.simulator, opened.body.session_id)).status).toBe(200);
	expect(await userRow(house, ada.id)).toMatchObject({ subscriptionStatus: null });
	await house.close();

	house = await startHouse(secrets);
	await house.stripe.webhookEndpoints.update(endpoint.id, {
		url: `${house.url}/api/v1/stripe/webhook`,
	});
	// Stripe's later tries come hours apart, so its clock is moved until one has come.
	for (let hour = 0; hour < 72; hour++) {
		if ((await userRow(house, ada.id)).subscriptionStatus !== null) break;
		house.simulator.advanceTo(house.simulator.now() + 3_600);
		await house.simulator.settled();
		await untilApplied(house);
	}
	const user = await userRow(house, ada.id);
	expect(user).toMatchObject({ subscriptionStatus: "trialing", subscriptionTier: "founder" });
	const [truth] = (await house.stripe.subscriptions.list({ customer: user.stripeCustomerId! }))
		.data;
	expect(await subscriptionRow(house, truth!.id)).toMatchObject({
		status: truth!.status,
		trialEndsAt: new Date(truth!.trial_end! * 1000),
	});
	const { data } = await house.stripe.events.list({ type: "customer.subscription.created" });
	expect(await eventRow(house, data[0]!)).toMatchObject({ status: "applied" });
	const me = await call<BillingReply>(house, "/billing/me", { token: ada.token });
	expect(me.body).toMatchObject({ subscription_status: "trialing", access: "full" });
	const more = await call(house, openCheckout, order(ada.token));
	expect(more.status).toBe(409);
});

async function untilApplied(house: Backend): Promise<void> {
	const { queries } = house.app.deps.database;
	for (;;) {
		const rows = await queries.select().from(stripeEvents);
		if (rows.every((row) => row.status !== "pending")) return;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

/** An address where nothing answers. */
function reservePort(): Promise<string> {
	return new Promise((resolve) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const bound = server.address();
			const port = typeof bound === "object" && bound !== null ? bound.port : 0;
			server.close(() => resolve(`http://127.0.0.1:${port}`));
		});
	});
}

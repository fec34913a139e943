import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { startSimulator } from "../../../simulator/src/start.ts";
import type { BillingReply, CheckoutSessionReply } from "../../src/http/contract.ts";
import { call, pay, signUp, startBackend, stripeOf } from "../support/start.ts";
import { startStripeLine } from "../support/stripe-line.ts";
import { subscriptionRow, untilStatus, userRow } from "../support/subscribe.ts";

const dataDir = mkdtempSync(join(tmpdir(), "tollgate-restart-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const order = (token: string) => ({ token, body: { tier_name: "founder" } });
const openCheckout = "/stripe/create-checkout-session";

// Everything that outlives a start is in the data directory: processes and ports are new each time.
async function startHouse(webhookSecrets: string[]) {
	const simulator = await startSimulator({ port: 0, dataDir, clock: () => new Date() });
	const location = { directory: join(dataDir, "database") };
	const backend = await startBackend({ simulator, location, webhookSecrets });
	const house = { ...backend, simulator, stripe: stripeOf(simulator), close: once(closeBoth) };
	onTestFinished(house.close);
	return house;

	async function closeBoth(): Promise<void> {
		await backend.close();
		await house.simulator.close();
	}
}

function once(work: () => Promise<void>): () => Promise<void> {
	let done: Promise<void> | undefined;
	return () => {
		done ??= work();
		return done;
	};
}

test("a sign-up goes on where it stood, though everything was stopped twice in between", async () => {
	// Webhooks come by this line. It is cut until the last start, as when the backend is down.
	const line = await startStripeLine("");
	onTestFinished(() => line.close());
	line.state = "cut";
	const secrets: string[] = [];
	let house = await startHouse(secrets);
	const endpoint = await house.stripe.webhookEndpoints.create({
		url: `${line.url}/api/v1/stripe/webhook`,
		enabled_events: ["*"],
		api_version: "2026-10-28.endive",
	});
	secrets.push(endpoint.secret ?? "");
	const ada = await signUp(house);
	const opened = await call<CheckoutSessionReply>(house, openCheckout, order(ada.token));
	await house.close();

	house = await startHouse(secrets);
	const again = await call<CheckoutSessionReply>(house, openCheckout, order(ada.token));
	expect(again.body).toMatchObject({ session_id: opened.body.session_id });
	expect((await pay(house.simulator, opened.body.session_id)).status).toBe(200);
	await house.simulator.settled();
	expect(await userRow(house, ada.id)).toMatchObject({ subscriptionStatus: null });
	await house.close();

	house = await startHouse(secrets);
	await house.simulator.settled();
	expect(await userRow(house, ada.id)).toMatchObject({ subscriptionStatus: null });
	Object.assign(line, { target: house.url, state: "through" });
	// A simulator that starts sends at once what is still to be delivered.
	const port = Number(new URL(house.simulator.url).port);
	await house.simulator.close();
	house.simulator = await startSimulator({ port, dataDir, clock: () => new Date() });
	const { data } = await house.stripe.events.list({ type: "customer.subscription.created" });
	await untilStatus(house, "applied", data[0]!);

	const user = await userRow(house, ada.id);
	expect(user).toMatchObject({ subscriptionStatus: "trialing", subscriptionTier: "founder" });
	const [truth] = (await house.stripe.subscriptions.list({ customer: user.stripeCustomerId! }))
		.data;
	expect(await subscriptionRow(house, truth!.id)).toMatchObject({
		status: truth!.status,
		trialEndsAt: new Date(truth!.trial_end! * 1000),
	});
	const me = await call<BillingReply>(house, "/billing/me", { token: ada.token });
	expect(me.body).toMatchObject({ subscription_status: "trialing", access: "full" });
	const more = await call(house, openCheckout, order(ada.token));
	expect(more.status).toBe(409);
});

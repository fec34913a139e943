import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import type {
	BillingReply,
	CheckoutConfirmationReply,
	CheckoutSessionReply,
} from "../../src/http/contract.ts";
import { freePort, type Running, startProcess } from "../support/processes.ts";
import { call, pay, signUp, simulatorKey, stripeOf } from "../support/start.ts";

const dataDir = mkdtempSync(join(tmpdir(), "tollgate-killed-"));
const running: Running[] = [];

afterAll(async () => {
	for (const one of running) await one.kill();
	rmSync(dataDir, { recursive: true, force: true });
});

test("a subscription bought through SIGKILLs of both processes is there at the end", async () => {
	const [simulatorPort, backendPort] = [await freePort(), await freePort()];
	const simulator = { url: `http://127.0.0.1:${simulatorPort}` };
	const backend = { url: `http://127.0.0.1:${backendPort}` };
	const stripe = stripeOf(simulator);
	let secret = "";

	const startSimulatorProcess = () =>
		startProcess(
			"simulator/src/main.ts",
			{ SIMULATOR_PORT: String(simulatorPort), DATA_DIR: dataDir },
			`${simulator.url}/_simulator/health`,
		);
	const startBackendProcess = () =>
		startProcess(
			"backend/src/main.ts",
			{
				BACKEND_PORT: String(backendPort),
				DATA_DIR: dataDir,
				STRIPE_SECRET_KEY: simulatorKey,
				STRIPE_API_BASE: simulator.url,
				STRIPE_WEBHOOK_SECRET: secret,
				AUTH_SECRET: "a-secret-for-tests-0123456789abcdef",
				LOG_LEVEL: "silent",
			},
			`${backend.url}/readyz`,
		);

	let theSimulator = await startSimulatorProcess();
	const endpoint = await stripe.webhookEndpoints.create({
		url: `${backend.url}/api/v1/stripe/webhook`,
		enabled_events: ["*"],
		api_version: "2026-10-28.endive",
	});
	secret = endpoint.secret ?? "";
	let theBackend = await startBackendProcess();
	const ada = await signUp(backend);
	const open = () =>
		call<CheckoutSessionReply>(backend, "/stripe/create-checkout-session", {
			token: ada.token,
			body: { tier_name: "founder" },
		});
	const first = await open();
	expect(first.status).toBe(200);

	// Both die; the same call answers the same session after.
	await theBackend.kill();
	await theSimulator.kill();
	theSimulator = await startSimulatorProcess();
	theBackend = await startBackendProcess();
	expect((await open()).body.session_id).toBe(first.body.session_id);

	// Paid while the backend is dead: its webhooks find nobody, and the simulator dies as well.
	await theBackend.kill();
	expect((await pay(simulator, first.body.session_id)).status).toBe(200);
	await theSimulator.kill();
	theSimulator = await startSimulatorProcess();
	theBackend = await startBackendProcess();
	running.push(theSimulator, theBackend);

	// The webhooks come by themselves: no page is opened, Stripe is not asked.
	const me = () => call<BillingReply>(backend, "/billing/me", { token: ada.token });
	while ((await me()).body.subscription_status === null) await sleep(50);
	expect((await me()).body).toMatchObject({
		subscription_status: "trialing",
		subscription_tier: "founder",
		access: "full",
	});
	const path = `/stripe/checkout-sessions/${first.body.session_id}`;
	const confirmed = await call<CheckoutConfirmationReply>(backend, path, { token: ada.token });
	expect(confirmed.body.status).toBe("confirmed");
	const customers = await stripe.customers.list({ email: ada.email });
	expect(customers.data).toHaveLength(1);
	const subscriptions = await stripe.subscriptions.list({
		customer: customers.data[0]!.id,
		status: "all",
	});
	expect(subscriptions.data).toHaveLength(1);
}, 120_000);

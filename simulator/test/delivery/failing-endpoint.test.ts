// An endpoint that takes nothing for days is disabled by itself, as Stripe does.
import { describe, expect, it } from "vitest";
import type { Settings } from "../../src/billing/settings.ts";
import { control } from "../support/control.ts";
import { openHook, until } from "../support/hook.ts";
import { startTest } from "../support/start.ts";

const dayMs = 86_400_000;

async function aFailingEndpoint(settings: Partial<Settings>) {
	const wall = { nowMs: Date.now() };
	const started = await startTest({ clock: () => new Date(wall.nowMs), settings });
	const { stripe, simulator } = started;
	const hook = await openHook(stripe);
	const endpoint = await stripe.webhookEndpoints.create({
		url: hook.url,
		enabled_events: ["customer.created"],
	});
	hook.answer.secret = endpoint.secret ?? "";
	hook.answer.status = 500;
	return {
		...started,
		hook,
		/** A customer is created after so many days of wall time, and his event has been offered. */
		async after(days: number): Promise<void> {
			wall.nowMs += days * dayMs;
			await stripe.customers.create({});
			await simulator.settled();
		},
		status: async () => (await stripe.webhookEndpoints.retrieve(endpoint.id)).status,
		enable: () => stripe.webhookEndpoints.update(endpoint.id, { disabled: false }),
		states: async () => {
			const { body } = await control(simulator, ["GET", "deliveries"]);
			return Object(body.data).map(({ state }: { state: string }) => state);
		},
		console: async () => (await fetch(`${simulator.url}/_simulator/console/webhooks`)).text(),
	};
}

describe.each(["live", "sandbox"] as const)("under the schedule %s", (deliveryRetries) => {
	it("it is disabled after nine days, and is sent nothing from then on", async () => {
		const failing = await aFailingEndpoint({ deliveryRetries });
		await failing.after(0);
		await failing.after(8.9);
		expect([await failing.status(), failing.hook.received.length]).toEqual(["enabled", 2]);
		await failing.after(0.2);
		expect([await failing.status(), failing.hook.received.length]).toEqual(["disabled", 2]);
		expect((await failing.states())[0]).toBe("failed");
	});
});

describe("an endpoint that was disabled by itself", () => {
	it("begins anew once it is enabled, and never hears of what happened meanwhile", async () => {
		const failing = await aFailingEndpoint({ deliveryRetries: "live", endpointFailingDays: 2 });
		await failing.after(0);
		await failing.after(2);
		expect(await failing.status()).toBe("disabled");
		await failing.after(1);
		failing.hook.answer.status = 200;
		await failing.enable();
		await failing.after(1);
		expect(failing.hook.received).toHaveLength(2);
		expect(failing.hook.received.at(-1)?.event.data.object).toMatchObject({
			id: (await failing.stripe.customers.list()).data[0]?.id,
		});
		// The event of the time in between has no delivery at all; the one that found the end failed.
		expect(await failing.states()).toEqual(["delivered", "failed", "pending"]);
		failing.hook.answer.status = 500;
		await failing.after(0);
		await failing.after(1.9);
		expect(await failing.status()).toBe("enabled");
	});

	it("says so in the console, as it did before what would come", async () => {
		const failing = await aFailingEndpoint({ deliveryRetries: "live" });
		await failing.after(0);
		expect(await failing.console()).toMatch(/takes nothing since [\d -:]+, will be disabled at /);
		await failing.after(9);
		expect(await failing.console()).toMatch(/takes nothing since [\d -:]+, disabled for it at /);
		await failing.enable();
		expect(await failing.console()).not.toContain("takes nothing");
	});
});

describe("an endpoint stays enabled", () => {
	it("when it takes one event before the days are over", async () => {
		const failing = await aFailingEndpoint({ deliveryRetries: "live" });
		await failing.after(0);
		failing.hook.answer.status = 200;
		await failing.after(5);
		failing.hook.answer.status = 500;
		await failing.after(1);
		await failing.after(8);
		expect(await failing.status()).toBe("enabled");
	});

	it.each([
		{ deliveryRetries: "quick" },
		{ deliveryRetries: "live", endpointFailingDays: 0 },
	] as const)("for ever with %j", async (settings) => {
		const failing = await aFailingEndpoint(settings);
		await failing.after(0);
		await failing.after(100);
		await until(() => failing.hook.received.length >= 2);
		expect(await failing.status()).toBe("enabled");
	});
});

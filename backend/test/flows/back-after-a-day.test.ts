import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { stripeEvents } from "../../src/database/billing-tables.ts";
import type { DatabaseLocation } from "../../src/database/connect.ts";
import { type Engine, engines, newDatabase } from "../support/databases.ts";
import { type Backend, startBackend, startTestSimulator, stripeOf } from "../support/start.ts";
import { send, subscribe, userRow } from "../support/subscribe.ts";

const secret = "whsec_sim_of_no_endpoint_000";

// What outlives the backend: a directory, or the server's database.
async function lastingDatabase(engine: Engine): Promise<DatabaseLocation> {
	if (engine === "postgres") return newDatabase(engine);
	const directory = mkdtempSync(join(tmpdir(), "tollgate-gap-"));
	onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
	return { directory };
}

describe.each(engines)("a backend that was away for a day, on %s,", (engine) => {
	test("knows all that happened as soon as it is back, before Stripe's retries come", async () => {
		const simulator = await startTestSimulator();
		onTestFinished(() => simulator.close());
		const stripe = stripeOf(simulator);
		const location = await lastingDatabase(engine);
		const start = () =>
			startBackend({ simulator, location, webhookSecrets: [secret], runJobs: true });
		const until = async (house: Backend, id: string, status: string) => {
			while ((await userRow(house, id)).subscriptionStatus !== status)
				await new Promise((resolve) => setTimeout(resolve, 20));
		};

		let house = await start();
		const [stays, leaves] = [
			await subscribe({ ...house, simulator }),
			await subscribe({ ...house, simulator }),
		];
		await house.close();
		simulator.advanceTo(simulator.now() + 86_400);
		await stripe.subscriptions.cancel(leaves.subscriptionId);

		house = await start();
		await until(house, stays.user.id, "trialing");
		await until(house, leaves.user.id, "canceled");
		const known = await house.app.deps.database.queries.select().from(stripeEvents);
		await send(house, ...Object.values(leaves.events), ...Object.values(stays.events));
		const later = await house.app.deps.database.queries.select().from(stripeEvents);
		const applied = (rows: typeof known) => rows.filter((row) => row.status === "applied").length;
		expect(applied(later)).toBe(applied(known));
		expect(await userRow(house, leaves.user.id)).toMatchObject({ subscriptionStatus: "canceled" });
		await house.close();
	});
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { audit, stripeEvents } from "../../src/database/billing-tables.ts";
import { outbox } from "../../src/database/work-tables.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { deliver } from "../support/deliver.ts";
import { startBackend, startTestSimulator, stripeOf } from "../support/start.ts";
import { secret, untilStatus, userRow } from "../support/subscribe.ts";
import { aSubscriber } from "../support/subscribers.ts";

test.each(engines)(
	"an answer lost on the way changes nothing but the deliveries, on %s",
	async (engine) => {
		const simulator = await startTestSimulator();
		const webhookSecrets = [secret];
		const backend = await startBackend({
			simulator,
			location: await newDatabase(engine),
			webhookSecrets,
		});
		const house = { ...backend, simulator, stripe: stripeOf(simulator) };
		const answered = new Map<string, number>();
		// Takes each event to the backend, and loses the first answer of each.
		const loser = createServer(async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const body = Buffer.concat(chunks);
			const header = String(request.headers["stripe-signature"]);
			const { id } = JSON.parse(body.toString()) as { id: string };
			const answer = await deliver(backend, body.toString(), { secret, header });
			const times = (answered.get(id) ?? 0) + (answer.status === 200 ? 1 : 0);
			answered.set(id, times);
			if (times <= 1) request.socket.destroy();
			else response.writeHead(answer.status).end();
		});
		await new Promise<void>((resolve) => loser.listen(0, "127.0.0.1", resolve));
		try {
			const { port } = loser.address() as AddressInfo;
			const endpoint = await house.stripe.webhookEndpoints.create({
				url: `http://127.0.0.1:${port}/`,
				enabled_events: ["customer.subscription.created", "customer.subscription.updated"],
				api_version: "2026-10-28.endive",
			});
			webhookSecrets.push(endpoint.secret ?? "");
			const { user, sights } = await aSubscriber(house);
			const seen = await sights();
			while (seen.some(({ id }) => (answered.get(id) ?? 0) < 2))
				await new Promise((resolve) => setTimeout(resolve, 20));
			await untilStatus(house, "applied", ...seen);
			expect(await userRow(house, user.id)).toMatchObject({ billingVersion: 1 });
			const { queries } = house.app.deps.database;
			expect(await queries.select().from(stripeEvents)).toHaveLength(seen.length);
			expect(await queries.select().from(audit).where(eq(audit.userId, user.id))).toHaveLength(1);
			const effects = await queries.select().from(outbox).where(eq(outbox.userId, user.id));
			expect(effects.filter(({ kind }) => kind === "webhook")).toHaveLength(1);
		} finally {
			loser.closeAllConnections();
			loser.close();
			await backend.close();
			await simulator.close();
		}
	},
);

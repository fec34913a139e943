// How long a user's row lags behind a deed: locked out after paying, let in after the end.
import { setTimeout as sleep } from "node:timers/promises";
import type { Scene } from "./scene.ts";
import type { Tally } from "./tally.ts";

export interface Waits {
	onDeed(customer: string, access: "begins" | "ends"): void;
	stop(): Promise<void>;
}

const looksMs = 500;
const granting = ["trialing", "active", "past_due"];

/** Measures `locked out` and `unpaid access` in milliseconds, to within half a second. */
export function watchWaits(scene: Scene, tally: Tally): Waits {
	const open = new Map<string, { access: "begins" | "ends"; sinceMs: number }>();
	let stopped = false;
	const watching = watch();
	return {
		onDeed: (customer, access) => void open.set(customer, { access, sinceMs: performance.now() }),
		stop: async () => {
			stopped = true;
			await watching;
		},
	};

	async function watch(): Promise<void> {
		while (!stopped) {
			await sleep(looksMs);
			if (open.size > 0) await look().catch(() => tally.add("looks failed"));
		}
		tally.add("waits unfinished at healing", open.size);
	}

	async function look(): Promise<void> {
		const rows = await scene.look(async (client) => {
			const wanted = [[...open.keys()], granting];
			const found = await client.query<{ customer: string; has: boolean }>(
				`select stripe_customer_id as customer,
					coalesce(subscription_status = any($2), false) as has
				from users where stripe_customer_id = any($1)`,
				wanted,
			);
			return found.rows;
		});
		for (const { customer, has } of rows) {
			const wait = open.get(customer);
			if (!wait || has !== (wait.access === "begins")) continue;
			open.delete(customer);
			const name = has ? "locked out" : "unpaid access";
			tally.measure(name, performance.now() - wait.sinceMs);
		}
	}
}

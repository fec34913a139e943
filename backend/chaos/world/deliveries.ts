// The way of events from Stripe to the backend: lost, late, twice, out of order, forged.
import Stripe from "stripe";
import { receiveWebhook } from "../../src/operations/receive-webhook.ts";
import { type Counts, count, type Faults } from "./faults.ts";
import { type House, webhookSecret } from "./house.ts";
import type { Queue } from "./queue.ts";
import type { Random } from "./random.ts";
import type { StripeEvent } from "./stripe-side.ts";

interface Parts {
	random: Random;
	faults: Faults;
	counts: Counts;
	queue: Queue;
	time: { readonly ms: number };
	aHouse: () => House;
	note: (line: string) => void;
}

export interface Deliveries {
	send(event: StripeEvent): void;
	/** The ids of events that some process acknowledged. */
	acked(): ReadonlySet<string>;
	/** How many will never arrive. */
	lost(): number;
}

const triesMax = 8;

export function createDeliveries(parts: Parts): Deliveries {
	const { random, faults, counts, queue, time, note } = parts;
	const acked = new Set<string>();
	const lost = new Set<string>();
	return { send, acked: () => acked, lost: () => [...lost].filter((id) => !acked.has(id)).length };

	function send(event: StripeEvent): void {
		count(counts, "events");
		count(counts, `event: ${event.type}`);
		if (faults.strikes("drop")) {
			note(`${event.type} ${event.id} is lost`);
			lost.add(event.id);
			return;
		}
		const shown = faults.strikes("oldVersion") ? { ...event, api_version: "2020-08-27" } : event;
		const body = JSON.stringify(shown);
		const copies = faults.strikes("duplicate") ? random.between(2, 4) : 1;
		for (let copy = 0; copy < copies; copy++)
			schedule(event, body, { delayMs: delay(), attempt: 1 });
		if (faults.strikes("forged")) queue.add(time.ms + delay(), () => forge(body));
	}

	function delay(): number {
		if (!faults.strikes("delay")) return random.between(0, 2_500);
		return random.chance(0.5) ? random.between(0, 600_000) : random.between(0, 3 * 86_400_000);
	}

	function schedule(
		event: StripeEvent,
		body: string,
		how: { delayMs: number; attempt: number },
	): void {
		queue.add(time.ms + how.delayMs, () => deliver(event, body, how.attempt));
	}

	function deliver(event: StripeEvent, body: string, attempt: number): void {
		const house = parts.aHouse();
		note(`${event.type} ${event.id} to ${house.name}`);
		const again = () => {
			count(counts, "delivered again");
			if (attempt < triesMax)
				schedule(event, body, { delayMs: 5_000 * 3 ** attempt, attempt: attempt + 1 });
			else lost.add(event.id);
		};
		house.start("webhook", () => receiveWebhook(house.deps, signed(body, webhookSecret)), {
			done: () => {
				acked.add(event.id);
				if (faults.strikes("ackLost")) again();
			},
			failed: again,
			lost: again,
		});
	}

	function signed(body: string, secret: string) {
		const timestamp = Math.floor(time.ms / 1000);
		const signature = Stripe.webhooks.generateTestHeaderString({
			payload: body,
			secret,
			timestamp,
		});
		return { body: Buffer.from(body), signature };
	}

	// A changed body under a genuine signature, or any body under somebody else's.
	function forge(body: string): void {
		const house = parts.aHouse();
		const claimed = body
			.replace(/"status":"[a-z_]+"/, '"status":"active"')
			.replace(/evt_\w+/, "evt_forged");
		const genuine = signed(body, webhookSecret);
		const forged = random.chance(0.5)
			? { ...genuine, body: Buffer.from(claimed) }
			: signed(claimed, "whsec_of_somebody_else");
		house.start("forged", () => receiveWebhook(house.deps, forged), {
			done: () => count(counts, "I15 a forged event was taken"),
		});
	}
}

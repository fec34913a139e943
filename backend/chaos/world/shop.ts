// People at the checkout: they order, in one tab or two, pay or leave, and come back or do not.
import { confirmCheckout } from "../../src/operations/confirm-checkout.ts";
import { type OpenCheckout, startCheckout } from "../../src/operations/start-checkout.ts";
import type { ChaosDatabase } from "./database.ts";
import { type Counts, count } from "./faults.ts";
import type { House } from "./house.ts";
import type { Deed } from "./life.ts";
import type { Queue } from "./queue.ts";
import type { Random } from "./random.ts";
import type { StripeSide } from "./stripe-side.ts";

type Order = Extract<Deed, { kind: "subscribe" }>;

interface Parts {
	random: Random;
	queue: Queue;
	time: { readonly ms: number };
	aHouse: () => House;
	stripe: StripeSide;
	counts: Counts;
	note: (line: string) => void;
}

export interface Shop {
	readPrices(): Promise<void>;
	priceOf(tier: string): string;
	visit(userId: string, order: Order): void;
	customerOf(database: ChaosDatabase, userId: string): Promise<string | null>;
	/** Customers who got a second subscription by another way than the checkout. */
	exempt: Set<string>;
}

const triesMax = 6;

export function createShop(parts: Parts): Shop {
	const { random, queue, time, stripe, counts, note } = parts;
	const prices = new Map<string, string>();
	return {
		readPrices,
		priceOf,
		visit,
		customerOf,
		exempt: new Set(),
	};

	async function readPrices(): Promise<void> {
		const all = await stripe.list<{ id: string; lookup_key: string | null }>("/v1/prices", {});
		for (const { id, lookup_key } of all) prices.set(lookup_key ?? id, id);
	}

	function priceOf(tier: string): string {
		const id = prices.get(`${tier}_month_v1`);
		if (id === undefined) throw new Error(`no price of ${tier}`);
		return id;
	}

	async function customerOf(database: ChaosDatabase, userId: string): Promise<string | null> {
		const [row] = await database.query<{ id: string | null }>(
			"select stripe_customer_id as id from users where id = $1",
			[userId],
		);
		return row?.id ?? null;
	}

	function visit(userId: string, order: Order): void {
		for (let tab = 0; tab < order.tabs; tab++) ask(userId, order, 1);
	}

	function ask(userId: string, order: Order, attempt: number): void {
		const house = parts.aHouse();
		const interval = order.yearly ? "year" : "month";
		const again = () => {
			if (attempt < triesMax)
				queue.add(time.ms + random.between(1_000, 20_000), () => ask(userId, order, attempt + 1));
		};
		house.start(
			"checkout",
			() => startCheckout(house.deps, userId, { tierName: order.tier, interval }),
			{
				done: (session) => {
					if (!order.pays) return;
					queue.add(time.ms + random.between(0, 90_000), () => pay(userId, order, session));
				},
				failed: (error) => {
					if (isSubscribed(error)) count(counts, "checkout refused: already subscribed");
					else again();
				},
				lost: again,
			},
		);
	}

	async function pay(userId: string, order: Order, { sessionId }: OpenCheckout): Promise<void> {
		const paid = await stripe.post(`/v1/payment_pages/${sessionId}/confirm`, {
			payment_method: order.card,
		});
		note(`${userId} ${paid ? "has paid" : "could not pay"} ${sessionId}`);
		count(counts, paid ? "session paid" : "session refused");
		if (!order.returns) return;
		queue.add(time.ms + random.between(0, 4_000), () => comeBack(userId, sessionId, 1));
	}

	function comeBack(userId: string, sessionId: string, attempt: number): void {
		const house = parts.aHouse();
		const again = () => {
			if (attempt < triesMax)
				queue.add(time.ms + 2_000, () => comeBack(userId, sessionId, attempt + 1));
		};
		house.start("return", () => confirmCheckout(house.deps, userId, sessionId), {
			failed: again,
			lost: again,
		});
	}
}

function isSubscribed(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === "already_subscribed";
}

// The simulator as the world uses it: what people do there, the events that follow, and the truth.
import { startSimulator } from "../../../simulator/src/start.ts";
import { handledEventTypes } from "../../src/domain/stripe-event.ts";

export const secretKey = "sk_test_sim_tollgate";

export interface StripeEvent {
	id: string;
	type: string;
	created: number;
	api_version: string | null;
}

/** A subscription at Stripe, in as much as the truth needs it. */
export interface StripeSubscription {
	id: string;
	customer: string;
	status: string;
	created: number;
	cancel_at: number | null;
	cancel_at_period_end: boolean;
	trial_start: number | null;
	items: {
		data: {
			id: string;
			quantity: number;
			price: { id: string; lookup_key: string | null };
			current_period_end: number;
		}[];
	};
}

export type Form = Record<string, string>;

export interface StripeSide {
	url: string;
	advanceTo(second: number): void;
	/** Null: Stripe refused, which is an answer too. */
	post<T>(path: string, form?: Form): Promise<T | null>;
	remove(path: string): Promise<void>;
	list<T>(path: string, query: Form): Promise<T[]>;
	/** The handled events since the last call, oldest first. */
	newEvents(): Promise<StripeEvent[]>;
	close(): Promise<void>;
}

/** Its wall clock stands still at `start`: time passes there by `advanceTo` alone. */
export async function openStripeSide(seed: string, startMs: number): Promise<StripeSide> {
	const simulator = await startSimulator({
		port: 0,
		seed,
		// Its port is another one each time, and stands in the addresses that we store.
		baseUrl: "http://stripe.test",
		clock: () => new Date(startMs),
		settings: { eventRetentionDays: 10_000 },
	});
	const headers = { authorization: `Bearer ${secretKey}` };
	let cursor: string | null = null;
	return {
		url: simulator.url,
		advanceTo: (second) => simulator.advanceTo(second),
		post: (path, form = {}) => send("POST", path, form),
		remove: async (path) => void (await send("DELETE", path)),
		list,
		newEvents,
		close: () => simulator.close(),
	};

	async function send<T>(method: string, path: string, form?: Form): Promise<T | null> {
		const response = await fetch(`${simulator.url}${path}`, {
			method,
			headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
			...(form && { body: new URLSearchParams(form) }),
		});
		const body = await response.text();
		if (response.status >= 500) throw new Error(`the simulator failed: ${body}`);
		return response.ok ? JSON.parse(body) : null;
	}

	async function page<T>(
		path: string,
		query: URLSearchParams,
	): Promise<{ data: T[]; has_more: boolean }> {
		const response = await fetch(`${simulator.url}${path}?${query}`, { headers });
		if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
		return JSON.parse(await response.text());
	}

	async function list<T>(path: string, query: Form): Promise<T[]> {
		const all: T[] = [];
		let after: Form = {};
		for (;;) {
			const { data, has_more } = await page<T & { id: string }>(
				path,
				new URLSearchParams({ limit: "100", ...query, ...after }),
			);
			all.push(...data);
			const last = data.at(-1);
			if (!has_more || !last) return all;
			after = { starting_after: last.id };
		}
	}

	async function newEvents(): Promise<StripeEvent[]> {
		const found: StripeEvent[] = [];
		for (;;) {
			const query = new URLSearchParams({ limit: "100" });
			for (const type of handledEventTypes) query.append("types[]", type);
			if (cursor !== null) query.set("ending_before", cursor);
			const { data, has_more } = await page<StripeEvent>("/v1/events", query);
			const newest = data[0];
			if (newest) cursor = newest.id;
			found.push(...data.reverse());
			if (!has_more) return found;
		}
	}
}

// The simulator as people, their banks and its operator use it: with patience, through all its faults.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

export const secretKey = "sk_test_sim_tollgate";

export type Form = Record<string, string>;

export interface Reply<T = Record<string, unknown>> {
	status: number;
	body: T;
}

export interface StripeSide {
	url: string;
	/** Asks until it is answered by other than 429 or 5xx. A repeated write has the same key. */
	ask<T>(method: "GET" | "POST" | "DELETE", path: string, form?: Form): Promise<Reply<T>>;
	/** All pages; throws when one is refused. */
	list<T extends { id: string }>(path: string, query?: Form): Promise<T[]>;
	/** One of the simulator's own levers, under `/_simulator`. */
	lever<T>(method: string, path: string, body?: unknown): Promise<T>;
}

const patienceMs = 20_000;
const pauseMs = 100;

export function openStripeSide(url: string): StripeSide {
	return { url, ask, list, lever };

	async function ask<T>(method: string, path: string, form?: Form): Promise<Reply<T>> {
		const key = randomUUID();
		for (let attempt = 1; ; attempt++) {
			const reply = await once<T>(method, path, { form, key });
			if (reply && reply.status !== 429 && reply.status < 500) return reply;
			if (attempt === 200) throw new Error(`${method} ${path} is never answered`);
			await sleep(pauseMs);
		}
	}

	async function once<T>(
		method: string,
		path: string,
		{ form, key }: { form: Form | undefined; key: string },
	): Promise<Reply<T> | null> {
		try {
			const response = await fetch(`${url}${path}`, {
				method,
				signal: AbortSignal.timeout(patienceMs),
				headers: {
					authorization: `Bearer ${secretKey}`,
					...(method === "POST" && {
						"idempotency-key": key,
						"content-type": "application/x-www-form-urlencoded",
					}),
				},
				...(method === "POST" && { body: new URLSearchParams(form ?? {}) }),
			});
			return { status: response.status, body: JSON.parse(await response.text()) };
		} catch {
			return null;
		}
	}

	async function list<T extends { id: string }>(path: string, query: Form = {}): Promise<T[]> {
		const all: T[] = [];
		for (let after: Form = {}; ; ) {
			const wanted = new URLSearchParams({ limit: "100", ...query, ...after });
			const { status, body } = await ask<{ data: T[]; has_more: boolean }>(
				"GET",
				`${path}?${wanted}`,
			);
			if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
			all.push(...body.data);
			const last = body.data.at(-1);
			if (!body.has_more || !last) return all;
			after = { starting_after: last.id };
		}
	}

	async function lever<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(`${url}/_simulator${path}`, {
			method,
			...(body !== undefined && {
				headers: { "content-type": "application/json" },
				body: JSON.stringify(body),
			}),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
		return JSON.parse(text === "" ? "{}" : text);
	}
}

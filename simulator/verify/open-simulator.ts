// A simulator to question over plain HTTP, at any instant, with every answer held to Stripe's shapes.
import { startSimulator } from "../src/start.ts";
import { isRecord, problemsOf } from "../test/support/schema-check.ts";

export interface Answer {
	status: number;
	json: Record<string, unknown>;
}

export interface Questioned {
	/**
	 * Sends a form as any client would, or JSON to the newer API; GET and DELETE carry it in the query. The
	 * key is the simulator's own unless another is given.
	 */
	call(method: string, path: string, body?: string, key?: string): Promise<Answer>;
	/** Every event so far, oldest first. */
	events(): Promise<Record<string, unknown>[]>;
	/** Unix seconds of the simulated clock. */
	now(): number;
	/** Moves the wall clock it lives by; nothing that is due later is done early. */
	setNow(to: number): void;
	/** What broke Stripe's shapes, or was logged as the simulator's own fault. */
	problems: string[];
	close(): Promise<void>;
}

/** Starts in memory, at this instant (unix seconds), on any free port. */
export async function openSimulator(now: number): Promise<Questioned> {
	let wall = now;
	const problems: string[] = [];
	const simulator = await startSimulator({
		port: 0,
		clock: () => new Date(wall * 1000),
		log: (problem) => problems.push(`logged: ${String(problem)}`),
	});

	async function call(
		method: string,
		path: string,
		body = "",
		key = simulator.apiKey,
	): Promise<Answer> {
		const verb = method.toUpperCase();
		const inQuery = verb !== "POST" && body !== "";
		const url = `${simulator.url}${path}${inQuery ? `?${body}` : ""}`;
		const response = await fetch(url, {
			method: verb,
			headers: {
				authorization: `Bearer ${key}`,
				...(verb === "POST" ? { "content-type": contentTypeFor(path) } : {}),
			},
			...(verb === "POST" ? { body } : {}),
		});
		const json: unknown = await response.json();
		problems.push(...problemsOf(json).map((problem) => `${verb} ${path}: ${problem}`));
		return { status: response.status, json: isRecord(json) ? json : {} };
	}

	async function events(): Promise<Record<string, unknown>[]> {
		const found: Record<string, unknown>[] = [];
		for (let more = true; more; ) {
			const cursor = found.length === 0 ? "" : `&starting_after=${found.at(-1)?.id}`;
			const { json } = await call("GET", `/v1/events?limit=100${cursor}`);
			found.push(...(Array.isArray(json.data) ? json.data.filter(isRecord) : []));
			more = json.has_more === true;
		}
		return found.reverse();
	}

	return {
		call,
		events,
		now: simulator.now,
		setNow(to) {
			wall = Math.max(wall, to);
		},
		problems,
		close: simulator.close,
	};
}

function contentTypeFor(path: string): string {
	return path.startsWith("/v2/") ? "application/json" : "application/x-www-form-urlencoded";
}

/** Stripe's form encoding of nested parameters; a name that has its brackets already keeps them. */
export function encodeForm(params: unknown, prefix = ""): string {
	if (!isRecord(params) && !Array.isArray(params)) {
		return `${encodeURIComponent(prefix)}=${encodeURIComponent(String(params ?? ""))}`;
	}
	return Object.entries(params)
		.map(([key, value]) => encodeForm(value, prefix === "" ? key : `${prefix}[${key}]`))
		.filter((pair) => pair !== "")
		.join("&");
}

// A running simulator for a test, with every answer and every event checked against Stripe's shapes.
import Stripe from "stripe";
import { expect, onTestFinished } from "vitest";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/start.ts";
import { problemsOf } from "./schema-check.ts";

export const day = 86_400;

export interface Started {
	simulator: Simulator;
	stripe: Stripe;
	/** A request the SDK has no method for. */
	post(path: string, params: Record<string, unknown>): Promise<Record<string, unknown>>;
	/** Moves the clock forward by this many seconds. */
	pass(seconds: number): void;
	/** Types of all events since the last call, oldest first. */
	newEvents(): Promise<Stripe.Event[]>;
	close(): Promise<void>;
}

/** Starts on any free port, in memory unless told otherwise, and stops when the test is over. */
export async function startTest(options: Partial<SimulatorOptions> = {}): Promise<Started> {
	const problems: string[] = [];
	const simulator = await startSimulator({
		port: 0,
		clock: () => new Date(),
		log: (problem) => problems.push(`logged: ${String(problem)}`),
		...options,
		// A test reads its whole story from the log; how long the log keeps has tests of its own.
		settings: { eventRetentionDays: 3650, ...options.settings },
	});
	const stripe = clientOf(simulator, problems);
	let seen: string | undefined;
	let open = true;

	async function newEvents(): Promise<Stripe.Event[]> {
		const page = seen === undefined ? {} : { ending_before: seen };
		const events: Stripe.Event[] = [];
		for await (const event of stripe.events.list({ limit: 100, ...page })) events.push(event);
		// Walking back from a cursor already gives the oldest first.
		if (seen === undefined) events.reverse();
		seen = events.at(-1)?.id ?? seen;
		return events;
	}

	async function close(): Promise<void> {
		if (!open) return;
		open = false;
		for await (const _event of stripe.events.list({ limit: 100 })) {
			// Reading them all has each checked on its way in.
		}
		await simulator.close();
		expect(problems).toEqual([]);
	}

	onTestFinished(close);
	return {
		simulator,
		stripe,
		post: (path, params) => rawPost(stripe, path, params),
		pass: (seconds) => simulator.advanceTo(simulator.now() + seconds),
		newEvents,
		close,
	};
}

async function rawPost(stripe: Stripe, path: string, params: Record<string, unknown>) {
	return { ...(await stripe.rawRequest("POST", path, params)) };
}

/** The official SDK against this simulator; each body it receives is checked first. */
function clientOf(simulator: Simulator, problems: string[] = []): Stripe {
	const { hostname, port } = new URL(simulator.url);
	const checked: typeof fetch = async (input, init) => {
		const response = await fetch(input, init);
		if (response.headers.get("content-type") === "application/pdf") return response;
		const text = await response.clone().text();
		problems.push(...problemsOf(JSON.parse(text)));
		return response;
	};
	return new Stripe(simulator.apiKey, {
		host: hostname,
		port,
		protocol: "http",
		maxNetworkRetries: 0,
		httpClient: Stripe.createFetchHttpClient(checked),
	});
}

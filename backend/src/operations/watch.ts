// How operations are watched: what is counted, and what is traced.
/** `full`: too much waits in memory; `failed`: the database did not take it. Stripe sends both again. */
export type DeliveryOutcome = "stored" | "repeated" | "ignored" | "refused" | "full" | "failed";

/** Counts in this process. Labels are words of ours: never an id, an address or a Stripe message. */
export interface Metrics {
	/** A delivery of Stripe's. `type` null: it was not proven, so neither is its type. */
	delivery(outcome: DeliveryOutcome, type: string | null): void;
	/** A delivery was answered with this HTTP status, so long after its arrival. */
	answered(status: number, seconds: number): void;
	/** `failed`: will be tried again. `dead`: will not. */
	events(outcome: "folded" | "fetched" | "failed" | "dead", count: number): void;
	/** `status` null: no answer came. */
	stripeRequest(method: string, status: number | null, seconds: number): void;
	effect(kind: string, outcome: "sent" | "retry" | "dead" | "skipped"): void;
	jobRun(job: string, outcome: "ok" | "failed" | "stopped", seconds: number): void;
}

export type Attributes = Record<string, string | number>;

export interface SpanStart {
	name: string;
	kind?: "server" | "client" | "consumer" | "producer";
	attributes?: Attributes;
	/** W3C `traceparent`s of what led here. */
	links?: readonly (string | null | undefined)[];
}

export interface Trace {
	/** Runs `work` in a span; `describe` adds to its attributes. A throw is noted by name and code alone. */
	span<T>(start: SpanStart, work: (describe: (more: Attributes) => void) => Promise<T>): Promise<T>;
	/** The `traceparent` of the span that runs; null when none does or none is kept. */
	current(): string | null;
}

/** For whoever is not watched. */
export const noMetrics: Metrics = {
	delivery: () => {},
	answered: () => {},
	events: () => {},
	stripeRequest: () => {},
	effect: () => {},
	jobRun: () => {},
};

/** For whoever is not traced. */
export const noTrace: Trace = {
	span: (_start, work) => work(() => {}),
	current: () => null,
};

/** The trace's id in a W3C `traceparent`. */
export function traceIdOf(traceparent: string): string {
	return traceparent.split("-")[1] ?? "";
}

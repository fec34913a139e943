// Traces by OpenTelemetry, loaded only where an exporter is configured.
import { noTrace, type Trace } from "../operations/watch.ts";

export interface Tracing {
	trace: Trace;
	/** Sends what is still waiting. */
	close(): Promise<void>;
}

export interface TraceSettings {
	/** The collector; `/v1/traces` is put behind it. */
	endpoint: URL;
	/** The share of deliveries that are traced, 0 to 1. */
	ratio: number;
}

/** Null traces nothing and loads nothing. */
export async function openTracing(settings: TraceSettings | null): Promise<Tracing> {
	if (!settings) return { trace: noTrace, close: async () => {} };
	const { createTracing } = await import("./open-telemetry.ts");
	return createTracing(settings);
}

// Traces by OpenTelemetry, loaded only where an exporter is configured.
import { noTrace } from "../operations/watch.ts";
import type { TraceSettings, Tracing } from "./open-telemetry.ts";

/** Null traces nothing and loads nothing. */
export async function openTracing(settings: TraceSettings | null): Promise<Tracing> {
	if (!settings) return { trace: noTrace, close: async () => {} };
	const { createTracing } = await import("./open-telemetry.ts");
	return createTracing(settings);
}

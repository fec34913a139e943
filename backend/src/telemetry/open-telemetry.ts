// The OpenTelemetry SDK behind our own `Trace`: spans with ids and codes, sent in batches.
import {
	type Context,
	type Link,
	ROOT_CONTEXT,
	type Span,
	SpanKind,
	SpanStatusCode,
	TraceFlags,
	trace as traceApi,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { BillingError } from "../domain/errors.ts";
import type { Attributes, SpanStart, Trace } from "../operations/watch.ts";
import { linkedSampler } from "./linked-sampler.ts";

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

const linksMax = 128;

const kinds = {
	server: SpanKind.SERVER,
	client: SpanKind.CLIENT,
	consumer: SpanKind.CONSUMER,
	producer: SpanKind.PRODUCER,
};

/** Nothing global is touched: several in one process do not see each other. */
export function createTracing(settings: TraceSettings): Tracing {
	const url = `${settings.endpoint.href.replace(/\/$/, "")}/v1/traces`;
	const provider = new TracerProvider({
		resource: resourceFromAttributes({ "service.name": "tollgate-backend" }),
		sampler: linkedSampler(settings.ratio),
		spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
	});
	const tracer = provider.getTracer("tollgate");
	const contexts = new AsyncLocalStorageContextManager().enable();
	const trace: Trace = {
		span: (start, work) => {
			// What links to others begins a trace of its own, whoever woke it.
			const within = start.links ? ROOT_CONTEXT : contexts.active();
			const span = tracer.startSpan(start.name, optionsOf(start), within);
			return contexts.with(traceApi.setSpan(within, span), () => run(span, work));
		},
		current: () => traceparentOf(contexts.active()),
	};
	return { trace, close: () => provider.shutdown() };
}

function optionsOf({ kind, attributes, links = [] }: SpanStart) {
	return {
		...(kind && { kind: kinds[kind] }),
		...(attributes && { attributes }),
		links: links.flatMap(linkOf).slice(0, linksMax),
	};
}

async function run<T>(
	span: Span,
	work: (describe: (more: Attributes) => void) => Promise<T>,
): Promise<T> {
	try {
		return await work((more) => span.setAttributes(more));
	} catch (error) {
		// Never the message: it may be Stripe's or the database's.
		span.setStatus({ code: SpanStatusCode.ERROR, message: codeOf(error) });
		throw error;
	} finally {
		span.end();
	}
}

function codeOf(error: unknown): string {
	if (error instanceof BillingError) return error.code;
	return error instanceof Error ? error.name : "unknown";
}

// Source: W3C Trace Context, level 1.
function linkOf(traceparent: string | null | undefined): Link[] {
	const [, traceId = "", spanId = "", flags = ""] =
		/^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? "") ?? [];
	if (traceId === "") return [];
	return [{ context: { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true } }];
}

function traceparentOf(context: Context): string | null {
	const span = traceApi.getSpanContext(context);
	if (!span || !(span.traceFlags & TraceFlags.SAMPLED)) return null;
	return `00-${span.traceId}-${span.spanId}-01`;
}

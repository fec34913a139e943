// Which traces are kept: a share of the deliveries, and whatever follows from one that is kept.
import { TraceFlags } from "@opentelemetry/api";
import {
	ParentBasedSampler,
	type Sampler,
	TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";

/** A span within a trace goes with it; one that links to others is kept when one of them is. */
export function linkedSampler(ratio: number): Sampler {
	const byRatio = new TraceIdRatioBasedSampler(ratio);
	const all = new TraceIdRatioBasedSampler(1);
	return new ParentBasedSampler({
		root: {
			shouldSample: (context, traceId, _name, _kind, _attributes, links) => {
				const kept = links.some(({ context: { traceFlags } }) => traceFlags & TraceFlags.SAMPLED);
				return (kept ? all : byRatio).shouldSample(context, traceId);
			},
			toString: () => `LinkedOr${byRatio.toString()}`,
		},
	});
}

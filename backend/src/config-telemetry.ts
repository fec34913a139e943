// The settings of what is told about the backend: metrics and traces.

export interface TelemetryConfig {
	/** Who may read /metrics from elsewhere. Null: this machine alone. */
	metricsToken: string | null;
	/** Null: nothing is traced. */
	traces: TraceConfig | null;
}

export interface TraceConfig {
	/** Where spans go by OTLP over HTTP; `/v1/traces` is put behind it. */
	endpoint: URL;
	/** The share of deliveries that are traced, 0 to 1. */
	ratio: number;
}

const tokenMin = 16;

/** `word` answers a setting or its default. */
export function readTelemetry(
	get: (name: string) => string | undefined,
	word: (name: string) => string,
	problems: string[],
): TelemetryConfig {
	const metricsToken = get("METRICS_TOKEN") ?? null;
	if (metricsToken !== null && !/^[\w\-.~+/=]+$/.test(metricsToken))
		problems.push("METRICS_TOKEN must be of letters, digits and -._~+/= alone");
	if (metricsToken !== null && metricsToken.length < tokenMin)
		problems.push(`METRICS_TOKEN must be at least ${tokenMin} random characters`);
	return { metricsToken, traces: readTraces(get, word, problems) };
}

function readTraces(
	get: (name: string) => string | undefined,
	word: (name: string) => string,
	problems: string[],
): TraceConfig | null {
	const ratio = Number(word("OTEL_TRACES_SAMPLER_ARG"));
	if (!(ratio >= 0 && ratio <= 1))
		problems.push("OTEL_TRACES_SAMPLER_ARG must be a share from 0 to 1");
	const given = get("OTEL_EXPORTER_OTLP_ENDPOINT");
	if (given === undefined) return null;
	const endpoint = URL.canParse(given) ? new URL(given) : null;
	if (!endpoint || !/^https?:$/.test(endpoint.protocol)) {
		problems.push("OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL");
		return null;
	}
	return { endpoint, ratio };
}

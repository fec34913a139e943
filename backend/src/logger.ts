// Structured logs: ids and codes only, and a last net that removes what must never be written.
import { type DestinationStream, type Logger, pino } from "pino";

// Fields that could carry a secret or a person; our own lines never name them.
const redacted = [
	"req.headers",
	"authorization",
	"cookie",
	"password",
	"token",
	"email",
	"*.authorization",
	"*.cookie",
	"*.password",
	"*.token",
	"*.email",
	"err.raw",
	"err.headers",
];

export interface LogOptions {
	/** Where lines go: standard output, unless somebody wants to read them. */
	destination?: DestinationStream;
	/** The trace that runs; null outside of any. */
	traceId?: () => string | null;
}

export function createLogger(level: string, options: LogOptions = {}): Logger {
	const { destination, traceId = () => null } = options;
	const settings = {
		level,
		redact: { paths: redacted, censor: "[removed]" },
		serializers: { err: describeError },
		mixin: () => {
			const id = traceId();
			return id === null ? {} : { trace_id: id };
		},
	};
	return destination ? pino(settings, destination) : pino(settings);
}

// The name, the code and where it happened: messages of Stripe and of the database stay with them.
function describeError(error: unknown): Record<string, unknown> {
	if (!(error instanceof Error)) return { name: typeof error };
	const { name, stack } = error;
	const code = "code" in error ? error.code : undefined;
	const requestId = "requestId" in error ? error.requestId : undefined;
	return {
		name,
		code,
		stripe_request_id: requestId,
		at: placesOf(stack),
	};
}

// A message may have several lines and stands before the places: a failed query's has its values.
function placesOf(stack = ""): string {
	const places = stack.split("\n").filter((line) => /^ +at /.test(line));
	return places
		.slice(0, 3)
		.map((place) => place.trim())
		.join(" | ");
}

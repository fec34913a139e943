// Structured logs: ids and codes only, and a last net that removes what must never be written.
import { type Logger, pino } from "pino";

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

export function createLogger(level: string): Logger {
	return pino({
		level,
		redact: { paths: redacted, censor: "[removed]" },
		serializers: { err: describeError },
	});
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
		at: stack?.split("\n").slice(1, 4).join(" |"),
	};
}

// Every failure becomes one envelope; this file alone knows which HTTP status a kind has.
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { isPassingError } from "../database/passing-error.ts";
import { BillingError, type ErrorCode, type ErrorKind, errors } from "../domain/errors.ts";

const replies: Record<ErrorKind, { status: number; type: string }> = {
	invalid_request: { status: 400, type: "invalid_request_error" },
	unauthenticated: { status: 401, type: "authentication_error" },
	not_found: { status: 404, type: "not_found_error" },
	conflict: { status: 409, type: "conflict_error" },
	too_large: { status: 413, type: "invalid_request_error" },
	unsupported_media: { status: 415, type: "invalid_request_error" },
	unprocessable: { status: 422, type: "invalid_request_error" },
	rate_limited: { status: 429, type: "rate_limit_error" },
	internal: { status: 500, type: "api_error" },
	unavailable: { status: 503, type: "api_error" },
};

// The database is away or overloaded: whoever asks is told when to come back.
const retryAfterSeconds = 5;

const stripeCodes = new Set<ErrorCode>(["stripe_unavailable"]);

// What the framework itself refuses, in our words.
const frameworkCodes = new Map<string, ErrorCode>([
	["FST_ERR_CTP_BODY_TOO_LARGE", "body_too_large"],
	["FST_ERR_CTP_INVALID_MEDIA_TYPE", "media_type_unsupported"],
	["FST_ERR_CTP_EMPTY_JSON_BODY", "body_malformed"],
	["FST_ERR_CTP_INVALID_JSON_BODY", "body_malformed"],
	["FST_ERR_CTP_INVALID_CONTENT_LENGTH", "body_malformed"],
	["FST_ERR_BAD_URL", "not_found"],
]);

/** `backendUrl` leads `doc_url` to the description of the code. */
export function createErrorReply(backendUrl: string) {
	return (thrown: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) => {
		const error = toBillingError(thrown);
		const { kind } = errors[error.code];
		const { status, type } = replies[kind];
		if (status >= 500)
			request.log.error({ code: error.code, err: error.details.cause ?? error }, "request failed");
		const { param, extra, retryAfterSeconds } = error.details;
		if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
		if (status === 401) reply.header("www-authenticate", "Bearer");
		return reply.code(status).send({
			error: {
				type: stripeCodes.has(error.code) ? "stripe_error" : type,
				code: error.code,
				message: error.message,
				...(param !== undefined && { param }),
				doc_url: `${backendUrl}/docs#description/${error.code}`,
				request_id: request.id,
				...extra,
			},
		});
	};
}

function toBillingError(thrown: FastifyError | Error): BillingError {
	if (thrown instanceof BillingError) return thrown;
	if (hasZodFastifySchemaValidationErrors(thrown)) return toFieldError(thrown.validation);
	const code = "code" in thrown ? frameworkCodes.get(thrown.code) : undefined;
	if (code !== undefined) return new BillingError(code);
	const status = "statusCode" in thrown ? thrown.statusCode : undefined;
	// A prototype-poisoning key is refused by the JSON parser with a bare 400.
	if (status === 400) return new BillingError("body_malformed");
	if (status === 404) return new BillingError("not_found");
	if (isPassingError(thrown))
		return new BillingError("unavailable", { retryAfterSeconds, cause: thrown });
	return new BillingError("internal_error", { cause: thrown });
}

interface FieldFault {
	keyword: string;
	instancePath: string;
	message?: string | undefined;
	params: Record<string, unknown>;
}

function toFieldError(faults: readonly FieldFault[]): BillingError {
	const [fault] = faults;
	if (!fault) return new BillingError("parameter_invalid");
	const path = fault.instancePath.replace(/^\//, "").replaceAll("/", ".");
	if (fault.keyword === "unrecognized_keys") return unknownField(fault.params.keys);
	const param = path || "body";
	return new BillingError("parameter_invalid", { param, message: `${param}: ${fault.message}.` });
}

function unknownField(keys: unknown): BillingError {
	const param = String(Array.isArray(keys) ? keys[0] : "body").slice(0, 64);
	const message = `The request has an unknown field: ${param}. Leave it out.`;
	return new BillingError("parameter_unknown", { param, message });
}

// Every refusal the simulator gives, with Stripe's own fields.
import type { PaymentIntent, PaymentMethod, SetupIntent } from "./objects.ts";

export interface StripeErrorFields {
	type:
		| "api_error"
		| "card_error"
		| "idempotency_error"
		| "invalid_request_error"
		| "temporary_session_expired";
	message: string;
	code?: string;
	param?: string;
	decline_code?: string;
	advice_code?: string;
	network_decline_code?: string;
	charge?: string;
	payment_intent?: PaymentIntent;
	payment_method?: PaymentMethod;
	setup_intent?: SetupIntent;
}

/** `status` is the HTTP status; `fields` is the body's `error` without the links added at the door. */
export class StripeError extends Error {
	readonly status: number;
	readonly fields: StripeErrorFields;

	constructor(status: number, fields: StripeErrorFields) {
		super(fields.message);
		this.name = "StripeError";
		this.status = status;
		this.fields = fields;
	}
}

/** A refused request, 400. `param` is given in Stripe's bracket form: `items[0][price]`. */
export function invalidRequest(
	message: string,
	details: { code?: string; param?: string } = {},
): StripeError {
	return new StripeError(400, { type: "invalid_request_error", message, ...details });
}

/** An id that names nothing: 404 when it stood in the path (`param` is `id`), 400 in a parameter. */
export function missingResource(noun: string, id: string, param = "id"): StripeError {
	return new StripeError(param === "id" ? 404 : 400, {
		type: "invalid_request_error",
		code: "resource_missing",
		message: `No such ${noun}: '${id}'`,
		param,
	});
}

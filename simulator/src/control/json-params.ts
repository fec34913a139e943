// JSON bodies of the control API, read by the same declarations as Stripe's forms.
import { toRaw } from "../api/json-body.ts";
import { type Param, readShape, type Shape, type Values } from "../billing/core/params/params.ts";
import { invalidRequest } from "../billing/core/stripe-error.ts";

/** The values of the body; a missing body is an empty one. Errors: unknown, missing or ill-typed fields. */
export function readJson<S extends Shape>(shape: S, body: unknown): Values<S> {
	const raw = toRaw(body ?? {});
	if (raw instanceof Map) return readShape(shape, raw);
	throw invalidRequest("Send a JSON object.");
}

/** A number between two bounds, fractions included. */
export function number(min: number, max: number): Param<number | undefined> {
	return {
		read(raw, path) {
			if (raw === undefined) return undefined;
			const value = typeof raw === "string" && raw.trim() !== "" ? Number(raw) : Number.NaN;
			if (value >= min && value <= max) return value;
			throw invalidRequest(`\`${path}\` must be a number from ${min} to ${max}.`, { param: path });
		},
	};
}

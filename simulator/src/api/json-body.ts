// JSON bodies as nested tables, so that the same declarations read them as read forms.
import type { FastifyRequest } from "fastify";
import type { Raw } from "../billing/core/params/params.ts";
import { invalidRequest } from "../billing/core/stripe-error.ts";
import { limits, parseForm } from "./form.ts";

/** What reads the parameters of this request: JSON in the body of a POST that says so, else a form. */
export function parserFor({ headers, method }: FastifyRequest): (text: string) => Map<string, Raw> {
	const isJson = headers["content-type"]?.startsWith("application/json") ?? false;
	return isJson && method === "POST" ? parseJson : parseForm;
}

/** The parameters of a request whose body is JSON; none when there is no body. */
function parseJson(text: string): Map<string, Raw> {
	const raw = text === "" ? new Map<string, Raw>() : toRaw(parsed(text));
	if (raw instanceof Map) return raw;
	throw invalidRequest("Send a JSON object.");
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw invalidRequest("The body is not valid JSON.");
	}
}

/** Null is the empty string that unsets a parameter. Error: more levels than a form may have. */
export function toRaw(value: unknown, level = 0): Raw {
	if (typeof value !== "object" || value === null) return value === null ? "" : String(value);
	if (level > limits.depth) throw invalidRequest("Parameters are nested too deeply.");
	const fields = Object.entries(value).filter(([, one]) => one !== undefined);
	return new Map(fields.map(([key, one]) => [key, toRaw(one, level + 1)]));
}

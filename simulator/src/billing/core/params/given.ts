// Lets one verb use another as an API client would: the same parameters, read and checked the same way.
import { type Raw, readShape, type Shape, type Values } from "./params.ts";

/** A parameter as a client writes it. Null is the empty string that unsets; undefined is not sent. */
export type Given =
	| string
	| number
	| boolean
	| null
	| undefined
	| readonly Given[]
	| { readonly [key: string]: Given };

/** The parameters of a shape, given as a plain record. Errors are those of the request. */
export function given<S extends Shape>(
	shape: S,
	values: { readonly [key: string]: Given },
): Values<S> {
	return readShape(shape, tableOf(Object.entries(values)));
}

function tableOf(entries: readonly (readonly [string, Given])[]): Map<string, Raw> {
	const sent = entries.flatMap(([key, value]) => {
		const raw = rawOf(value);
		return raw === undefined ? [] : [[key, raw] as const];
	});
	return new Map(sent);
}

function rawOf(value: Given): Raw | undefined {
	if (value === undefined) return undefined;
	if (value === null) return "";
	if (typeof value !== "object") return String(value);
	if (isList(value)) {
		return value.length === 0 ? "" : tableOf(value.map((one, index) => [String(index), one]));
	}
	return tableOf(Object.entries(value));
}

/** `Array.isArray` does not narrow a readonly list away from the rest of the union. */
function isList(value: Given): value is readonly Given[] {
	return Array.isArray(value);
}

// Request parameters: one definition validates what came in and types what goes on.
import { invalidRequest } from "../stripe-error.ts";

/** A form-encoded value as it came: text, or a table of further values (arrays have "0", "1", …). */
export type Raw = string | Map<string, Raw>;

/** Reads one parameter; `raw` is undefined when it was not sent, `path` is its name as sent. */
export interface Param<T> {
	read(raw: Raw | undefined, path: string): T;
}

export type Shape = Record<string, Param<unknown>>;
export type Values<S extends Shape> = {
	[Key in keyof S]: S[Key] extends Param<infer T> ? T : never;
};

/** A parameter that must be sent. */
export function required<T>(param: Param<T>): Param<Exclude<T, undefined>> {
	return {
		read(raw, path) {
			const value = param.read(raw, path);
			if (value !== undefined) return value as Exclude<T, undefined>;
			throw invalidRequest(`Missing required param: ${path}.`, {
				code: "parameter_missing",
				param: path,
			});
		},
	};
}

/** A parameter that an empty string unsets: null then, undefined when it was not sent. */
export function clearable<T>(param: Param<T>): Param<T | null> {
	return { read: (raw, path) => (raw === "" ? null : param.read(raw, path)) };
}

/** Text of at most `max` characters. Only `anyText` may be empty. */
export function text(max = 5000): Param<string | undefined> {
	return {
		read(raw, path) {
			if (raw === undefined) return undefined;
			const value = expectText(raw, path);
			if (value === "") throw emptyValue(path);
			if (value.length > max) {
				throw invalidRequest(
					`Invalid string: ${value.slice(0, 20)}...; must be at most ${max} characters`,
					{ param: path },
				);
			}
			return value;
		},
	};
}

export function integer(min = Number.MIN_SAFE_INTEGER): Param<number | undefined> {
	return {
		read(raw, path) {
			if (raw === undefined) return undefined;
			const value = expectText(raw, path);
			const parsed = Number(value);
			if (!/^-?\d{1,15}$/.test(value) || parsed < min) {
				throw invalidRequest(`Invalid integer: ${value}`, {
					code: "parameter_invalid_integer",
					param: path,
				});
			}
			return parsed;
		},
	};
}

/** An integer between the bounds inclusive. */
export function whole(min: number, max: number): Param<number | undefined> {
	return {
		read(raw, path) {
			const value = integer(min).read(raw, path);
			if (value === undefined || value <= max) return value;
			throw invalidRequest(`Invalid integer: ${value}; must be between ${min} and ${max}`, {
				code: "parameter_invalid_integer",
				param: path,
			});
		},
	};
}

export function boolean(): Param<boolean | undefined> {
	return {
		read(raw, path) {
			if (raw === undefined) return undefined;
			if (raw === "true" || raw === "1") return true;
			if (raw === "false" || raw === "0") return false;
			throw invalidRequest(`Invalid boolean: ${describe(raw)}`, { param: path });
		},
	};
}

export function oneOf<const Choice extends string>(
	...choices: Choice[]
): Param<Choice | undefined> {
	return {
		read(raw, path) {
			if (raw === undefined) return undefined;
			const value = expectText(raw, path);
			const found = choices.find((choice) => choice === value);
			if (found !== undefined) return found;
			throw invalidRequest(`Invalid ${path}: must be one of ${choices.join(", ")}`, {
				param: path,
			});
		},
	};
}

/** A list of values; an empty string is the empty list. */
export function list<T>(element: Param<T>, max = 100): Param<Exclude<T, undefined>[] | undefined> {
	const item = required(element);
	return {
		read(raw, path) {
			if (raw === undefined) return undefined;
			if (raw === "") return [];
			if (typeof raw === "string") throw invalidRequest("Invalid array", { param: path });
			if (raw.size > max) {
				throw invalidRequest(`Array can have at most ${max} elements`, { param: path });
			}
			const keys = [...raw.keys()].sort((left, right) => Number(left) - Number(right));
			return keys.map((key) => {
				if (!/^\d+$/.test(key)) throw invalidRequest("Invalid array", { param: path });
				return item.read(raw.get(key), `${path}[${key}]`);
			});
		},
	};
}

/** A nested table of named parameters; unknown names are refused. */
export function hash<S extends Shape>(shape: S): Param<Values<S> | undefined> {
	return {
		read(raw, path) {
			if (raw === undefined) return undefined;
			if (typeof raw === "string") throw invalidRequest("Invalid object", { param: path });
			return readShape(shape, raw, path);
		},
	};
}

/** Reads every parameter of the shape, and refuses names the shape does not have. */
export function readShape<S extends Shape>(
	shape: S,
	raw: Map<string, Raw>,
	prefix = "",
): Values<S> {
	const nameOf = (key: string) => (prefix === "" ? key : `${prefix}[${key}]`);
	for (const key of raw.keys()) {
		if (Object.hasOwn(shape, key)) continue;
		throw invalidRequest(`Received unknown parameter: ${nameOf(key)}`, {
			code: "parameter_unknown",
			param: nameOf(key),
		});
	}
	const values = Object.entries(shape).map(([key, param]) => [
		key,
		param.read(raw.get(key), nameOf(key)),
	]);
	// fromEntries forgets which key had which type; the loop above just read each by its own param.
	return Object.fromEntries(values) as Values<S>;
}

/** A number that need not be whole, between the bounds inclusive. */
export function decimal(min: number, max: number): Param<number | undefined> {
	return {
		read(raw, path) {
			if (raw === undefined) return undefined;
			const value = expectText(raw, path);
			const parsed = Number(value);
			if (/^\d{1,12}(\.\d{1,12})?$/.test(value) && parsed >= min && parsed <= max) return parsed;
			throw invalidRequest(`Invalid decimal: ${value}; must be between ${min} and ${max}`, {
				param: path,
			});
		},
	};
}

/** A table whose names the caller chooses, such as currencies. */
export function table<T>(element: Param<T>): Param<Map<string, Exclude<T, undefined>> | undefined> {
	const entry = required(element);
	return {
		read(raw, path) {
			if (raw === undefined) return undefined;
			if (typeof raw === "string") throw invalidRequest("Invalid object", { param: path });
			return new Map([...raw].map(([key, value]) => [key, entry.read(value, `${path}[${key}]`)]));
		},
	};
}

/** Seconds since 1970. */
export const timestamp = () => integer(0);

/** What may be compared with: an exact instant or a range. */
export function range(): Param<Range | undefined> {
	const bounds = hash({ gt: integer(), gte: integer(), lt: integer(), lte: integer() });
	const exact = integer();
	return {
		read(raw, path) {
			if (raw === undefined) return undefined;
			if (typeof raw === "string") {
				const at = exact.read(raw, path);
				return at === undefined ? undefined : { gte: at, lte: at };
			}
			return bounds.read(raw, path);
		},
	};
}

export interface Range {
	gt?: number | undefined;
	gte?: number | undefined;
	lt?: number | undefined;
	lte?: number | undefined;
}

/** Whether the value lies in the range; everything lies in no range. */
export function inRange(value: number, bounds: Range | undefined): boolean {
	if (bounds === undefined) return true;
	return (
		(bounds.gt === undefined || value > bounds.gt) &&
		(bounds.gte === undefined || value >= bounds.gte) &&
		(bounds.lt === undefined || value < bounds.lt) &&
		(bounds.lte === undefined || value <= bounds.lte)
	);
}

function expectText(raw: Raw, path: string): string {
	if (typeof raw === "string") return raw;
	throw invalidRequest("Invalid string: expected a scalar value", { param: path });
}

function emptyValue(path: string) {
	return invalidRequest(
		`You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; however '${path}' cannot be unset.`,
		{ code: "parameter_invalid_empty", param: path },
	);
}

function describe(raw: Raw): string {
	return typeof raw === "string" ? raw : "a nested object";
}

// Instants as the newer API writes them: ISO 8601 text instead of seconds.

import { type Param, text } from "../params/params.ts";
import { invalidRequest } from "../stripe-error.ts";

/** An instant given as text, read as unix seconds. */
export function instant(): Param<number | undefined> {
	const given = text(40);
	return {
		read(raw, path) {
			const value = given.read(raw, path);
			if (value === undefined) return undefined;
			const ms = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
			if (!Number.isNaN(ms)) return Math.floor(ms / 1000);
			throw invalidRequest(`Invalid timestamp: ${value.slice(0, 40)}; must be RFC 3339.`, {
				param: path,
			});
		},
	};
}

/** Unix seconds as text. */
export function instantText(at: number): string {
	return new Date(at * 1000).toISOString();
}

// Stripe's form encoding: `a[b][0][c]=x` into nested tables.
import type { Raw } from "../billing/core/params/params.ts";
import { invalidRequest } from "../billing/core/stripe-error.ts";

/** More than any honest request has; a larger one is refused before it costs anything. */
export const limits = { pairs: 1000, depth: 8 };

/**
 * Reads a query string or form body. Brackets may be escaped, `a[]=x` appends, a repeated scalar keeps
 * its last value. Tables are Maps, so no key can reach a prototype. Throws a 400 on contradictions.
 */
export function parseForm(text: string): Map<string, Raw> {
	const root = new Map<string, Raw>();
	const pairs = text === "" ? [] : text.split("&");
	if (pairs.length > limits.pairs) throw invalidRequest("Too many parameters.");
	for (const pair of pairs) {
		if (pair === "") continue;
		const cut = pair.indexOf("=");
		const name = decode(cut === -1 ? pair : pair.slice(0, cut));
		place(root, pathOf(name), cut === -1 ? "" : decode(pair.slice(cut + 1)));
	}
	return root;
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll("+", " "));
	} catch {
		throw invalidRequest("Invalid percent-encoding in the request.");
	}
}

/** `a[b][]` is the path a, b, "" where the empty step appends. */
function pathOf(name: string): string[] {
	const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
	const [, head, rest] = match ?? [];
	if (head === undefined || rest === undefined) {
		throw invalidRequest(`Invalid parameter name: ${name.slice(0, 100)}`);
	}
	const steps = rest === "" ? [] : rest.slice(1, -1).split("][");
	if (steps.length > limits.depth) throw invalidRequest("Parameters are nested too deeply.");
	return [head, ...steps];
}

function place(table: Map<string, Raw>, path: string[], value: string): void {
	const [step = "", ...rest] = path;
	const next = rest[0];
	const key = step === "" ? appendKey(table, next) : step;
	const existing = table.get(key);
	if (next === undefined) {
		if (existing instanceof Map) throw contradiction(key);
		table.set(key, value);
		return;
	}
	if (typeof existing === "string") throw contradiction(key);
	const inner = existing ?? new Map<string, Raw>();
	table.set(key, inner);
	place(inner, rest, value);
}

/** `a[][b]=1&a[][c]=2` fills one element; a name that the last element already has starts the next. */
function appendKey(table: Map<string, Raw>, next: string | undefined): string {
	const last = table.get(String(table.size - 1));
	const fits = next !== undefined && next !== "" && last instanceof Map && !last.has(next);
	return String(fits ? table.size - 1 : table.size);
}

function contradiction(key: string) {
	return invalidRequest(`Parameter ${key} is given both as a value and as an object.`);
}

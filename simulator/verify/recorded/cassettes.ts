// Recorded conversations with the real Stripe, one cassette per story.
import { isRecord } from "../../test/support/schema-check.ts";
import { hasStripeData, readData } from "../stripe-data.ts";

/** One request and what Stripe answered. */
export interface Interaction {
	cassette: string;
	/** Place in the cassette; the first is not always 0. */
	n: number;
	method: string;
	/** With its query. */
	path: string;
	form: string;
	status: number;
	version: string;
	/** When it was recorded, unix seconds. */
	at: number;
	json: Record<string, unknown>;
}

export interface Cassette {
	name: string;
	interactions: Interaction[];
}

/** Every cassette in order; none when the data is not beside the project. */
export function readCassettes(): Cassette[] {
	if (!hasStripeData) return [];
	const content: unknown = JSON.parse(readData("recorded-interactions.json"));
	const cassettes = new Map<string, Interaction[]>();
	for (const entry of Array.isArray(content) ? content.filter(isRecord) : []) {
		const name = String(entry.cassette);
		const interactions = cassettes.get(name) ?? [];
		interactions.push(interactionOf(entry, interactions.at(-1)?.at));
		cassettes.set(name, interactions);
	}
	return [...cassettes].map(([name, interactions]) => ({ name, interactions }));
}

function interactionOf(entry: Record<string, unknown>, previousAt: number | undefined) {
	const json = isRecord(entry.json) ? entry.json : {};
	const [method, path] = [String(entry.method), String(entry.path)];
	return {
		cassette: String(entry.cassette),
		n: Number(entry.n),
		method,
		path,
		form: typeof entry.form === "string" ? entry.form : "",
		status: Number(entry.status),
		version: String(entry.version),
		at: instantOf({ json, method, path, recorded: String(entry.recorded), previousAt }),
		json,
	};
}

/**
 * A created object says when that was. For the rest the answer's own date counts, except where it lies
 * before the story: one cassette was recorded under a faked clock.
 */
function instantOf(entry: {
	json: Record<string, unknown>;
	method: string;
	path: string;
	recorded: string;
	previousAt: number | undefined;
}): number {
	const { json, method, path, recorded, previousAt } = entry;
	const created = json.created ?? json.date;
	const isNew = method === "POST" && /^\/v1\/[a-z_]+(\/sessions)?$/.test(path);
	if (isNew && typeof created === "number") return created;
	const dated = Date.parse(recorded) / 1000;
	const born = typeof created === "number" ? created : 0;
	return Math.max(dated, born, previousAt ?? 0);
}

// How one answer departs from another, with ids, instants and random text put aside.
import { isRecord } from "../../test/support/schema-check.ts";

/** `where` is the path inside the nearest Stripe object: `invoice.lines[].amount`. */
export interface Difference {
	where: string;
	kind: "missing" | "extra" | "value";
	recorded: unknown;
	ours: unknown;
	/** The object the key stands in, to ask its schema about. */
	object: string;
	key: string;
}

/** Recorded ids to the ids of the same things here. Grows while answers are compared. */
export type IdMap = Map<string, string>;

/** Requests of a recorded story took real seconds; here each takes none. */
const toleranceSeconds = 15;
const firstInstant = 1_000_000_000;

/** Text that is drawn by lot or differs with every account; only its presence can be compared. */
const drawn = new Set([
	"fingerprint",
	"invoice_prefix",
	"authorization_code",
	"network_transaction_id",
	"transaction_id",
	"request_log_url",
	"reference",
	"statement_descriptor_suffix",
]);

interface Place {
	object: string;
	where: string;
	key: string;
	ids: IdMap;
}

/** Every difference between a recorded answer and ours. */
export function compareAnswers(
	recorded: Record<string, unknown>,
	ours: Record<string, unknown>,
	ids: IdMap,
): Difference[] {
	return compare(recorded, ours, { object: "", where: "", key: "", ids });
}

function compare(recorded: unknown, ours: unknown, place: Place): Difference[] {
	if (Array.isArray(recorded) && Array.isArray(ours)) {
		if (recorded.length !== ours.length) return [difference("value", recorded, ours, place)];
		const inner = { ...place, where: `${place.where}[]` };
		return recorded.flatMap((one, index) => compare(one, ours[index], inner));
	}
	if (isRecord(recorded) && isRecord(ours)) return compareRecords(recorded, ours, place);
	return isSame(recorded, ours, place) ? [] : [difference("value", recorded, ours, place)];
}

function compareRecords(
	recorded: Record<string, unknown>,
	ours: Record<string, unknown>,
	place: Place,
): Difference[] {
	const named = typeof recorded.object === "string" && recorded.object !== "list";
	const object = named ? String(recorded.object) : place.object;
	const at = (key: string): Place => ({
		...place,
		object,
		key,
		where: named ? `${object}.${key}` : place.where === "" ? key : `${place.where}.${key}`,
	});
	const keys = new Set([...Object.keys(recorded), ...Object.keys(ours)]);
	return [...keys].flatMap((key) => {
		if (!(key in ours)) return [difference("missing", recorded[key], undefined, at(key))];
		if (!(key in recorded)) return [difference("extra", undefined, ours[key], at(key))];
		return compare(recorded[key], ours[key], at(key));
	});
}

function difference(
	kind: Difference["kind"],
	recorded: unknown,
	ours: unknown,
	{ where, object, key }: Place,
): Difference {
	return { kind, recorded, ours, where, object, key };
}

function isSame(recorded: unknown, ours: unknown, { key, ids }: Place): boolean {
	if (recorded === ours) return true;
	if (typeof recorded === "number" && typeof ours === "number") {
		const instants = recorded > firstInstant && ours > firstInstant;
		return instants && Math.abs(recorded - ours) <= toleranceSeconds;
	}
	if (typeof recorded !== "string" || typeof ours !== "string") return false;
	if (drawn.has(key)) return true;
	const known = ids.get(recorded);
	if (known !== undefined) return known === ours;
	return isSameText(recorded, ours, ids);
}

/** An id is as good as another with the same prefix, and stands for it from then on. */
function isSameText(recorded: string, ours: string, ids: IdMap): boolean {
	const prefix = /^([a-z]{2,8}(?:_(?:test|sched))?_)[A-Za-z0-9]{8,}$/.exec(recorded)?.[1];
	if (prefix !== undefined && ours.startsWith(prefix)) {
		ids.set(recorded, ours);
		return true;
	}
	if (recorded.includes("_secret_")) return ours.includes("_secret_");
	const number = /^[A-Z0-9]{8}(-\d{4})$/.exec(recorded)?.[1];
	if (number !== undefined) return ours.endsWith(number);
	if (/^https:\/\/[a-z]+\.stripe\.com\//.test(recorded)) return /^https?:\/\//.test(ours);
	return withOurIds(recorded, ids) === ours;
}

/** The text with every recorded id in it replaced by ours. */
function withOurIds(text: string, ids: IdMap): string {
	return text.replace(/[a-z]{2,8}_[A-Za-z0-9_]{8,}/g, (id) => ids.get(id) ?? id);
}

// What must hold of any event log, whatever was asked of the simulator before.
import { isRecord } from "../../test/support/schema-check.ts";
import { mayBegin, mayMove } from "./state-graphs.ts";

type Fields = Record<string, unknown>;

/** An event as it stands in the log. */
export interface LoggedEvent {
	type: string;
	created: number;
	data: { object: Fields; previous_attributes?: Fields };
}

/** What a retrieve answers now; undefined when the object cannot be retrieved. */
export type Current = (kind: string, id: string) => Fields | undefined;

/**
 * Changes that Stripe announces by no event: no recorded log has one when an invoice takes a number,
 * coupons announce only what a request changed about them, and what a guest paid in Checkout becomes
 * the property of the customer made right after.
 */
const unannounced: ReadonlySet<string> = new Set([
	"customer.next_invoice_sequence",
	"coupon.times_redeemed",
	"coupon.valid",
	"payment_intent.customer",
	"setup_intent.customer",
	"charge.customer",
	// A credit note lowers what is to be paid; a payment intent has no event for that.
	"payment_intent.amount",
	// There is no event of an item's update: the invoice that bills it is told by the invoice alone.
	"invoiceitem.invoice",
]);

/**
 * Every law the log breaks, as sentences. `events` is oldest first; the laws: time never runs back,
 * statuses follow Stripe's graphs, `previous_attributes` name what changed and lead back to the
 * snapshot before, and the last snapshot of every object is what a retrieve answers.
 */
export function brokenEventLaws(events: readonly LoggedEvent[], current: Current): string[] {
	const broken: string[] = [];
	const last = new Map<string, { event: LoggedEvent; object: Fields }>();
	let now = 0;
	for (const event of events) {
		const { object } = event.data;
		const key = `${object.object} ${object.id}`;
		const before = last.get(key)?.object;
		if (event.created < now) broken.push(`${event.type} of ${key} is older than the one before it`);
		now = Math.max(now, event.created);
		const ended = last.get(key)?.event.type.endsWith(".deleted") === true;
		broken.push(...brokenMove(event, before));
		// What is over may still get a last invoice, which nobody is told of.
		broken.push(...brokenChange(event, ended ? undefined : before));
		if (typeof object.id === "string") last.set(key, { event, object });
	}
	for (const { event, object } of last.values()) {
		broken.push(...brokenEnd(event, current(String(object.object), String(object.id))));
	}
	return broken;
}

function brokenMove({ type, data: { object } }: LoggedEvent, before: Fields | undefined) {
	const [kind, to] = [String(object.object), object.status];
	if (typeof to !== "string") return [];
	if (before === undefined) {
		return type.endsWith(".created") && !mayBegin(kind, to) ? [`${kind} begins as ${to}`] : [];
	}
	const from = String(before.status);
	if (from === to || mayMove(kind, from, to)) return [];
	return [`${type}: ${kind} ${object.id} goes from ${from} to ${to}`];
}

/** The old values are of keys that are there and differ, and nothing else changed unannounced. */
function brokenChange({ type, data }: LoggedEvent, before: Fields | undefined): string[] {
	const { object, previous_attributes: previous } = data;
	if (previous === undefined) return [];
	const idle = Object.keys(previous).filter(
		(key) => !(key in object) || same(previous[key], object[key]),
	);
	const broken = idle.map((key) => `${type}: previous_attributes.${key} did not change`);
	if (before === undefined) return broken;
	const restored = restore(object, previous);
	const strays = differingKeys(before, restored);
	return [...broken, ...strays.map((key) => `${type}: ${key} had changed without an event`)];
}

/** The object as it was: old values put back, nested ones key by key. */
function restore(object: Fields, previous: Fields): Fields {
	const restored = { ...object };
	for (const [key, old] of Object.entries(previous)) {
		const now = object[key];
		const nested = isRecord(old) && isRecord(now) && !Array.isArray(now);
		restored[key] = nested ? restore(now, old) : old;
	}
	return restored;
}

function brokenEnd({ type, data }: LoggedEvent, now: Fields | undefined): string[] {
	if (now === undefined || now.deleted === true || type.endsWith(".deleted")) return [];
	const { object } = data;
	const strays = differingKeys(object, now);
	return strays.map(
		(key) =>
			`${object.object} ${object.id}: ${key} is ${text(now[key])}, its last event ${type} says ${text(object[key])}`,
	);
}

/** Keys whose values differ; a key that is absent is as good as null. */
function differingKeys(left: Fields, right: Fields): string[] {
	return Object.keys({ ...left, ...right }).filter(
		(key) =>
			!unannounced.has(`${left.object}.${key}`) && !same(left[key] ?? null, right[key] ?? null),
	);
}

function same(left: unknown, right: unknown): boolean {
	return left === right || stable(left) === stable(right);
}

/** JSON with its keys in order, so that only values can differ. */
function stable(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) =>
		isRecord(inner)
			? Object.fromEntries(
					Object.entries(inner).toSorted(([left], [right]) => (left < right ? -1 : 1)),
				)
			: inner,
	);
}

function text(value: unknown): string {
	return (JSON.stringify(value) ?? "absent").slice(0, 120);
}

// What an update changed, in the form Stripe reports it.

/**
 * The old values of everything that differs, or undefined when nothing does. Nested objects carry only
 * their changed keys, arrays stand whole, and a key that did not exist before is reported as null.
 * Source: recorded `previous_attributes` of Stripe.
 */
export function previousAttributes(
	before: object,
	after: object,
): Record<string, unknown> | undefined {
	const old = new Map(Object.entries(before));
	const previous: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(after)) {
		const was = old.get(key) ?? null;
		if (sameValue(was, value ?? null)) continue;
		previous[key] =
			isPlainObject(was) && isPlainObject(value) ? (previousAttributes(was, value) ?? was) : was;
	}
	for (const key of old.keys()) {
		if (!(key in after)) previous[key] = old.get(key);
	}
	return Object.keys(previous).length === 0 ? undefined : previous;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sameValue(left: unknown, right: unknown): boolean {
	return left === right || JSON.stringify(left) === JSON.stringify(right);
}

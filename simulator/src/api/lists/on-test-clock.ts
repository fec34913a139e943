// Which objects on test clocks a list shows.

/** What a list was asked: for one clock's objects, for one customer's, or for all. */
interface Asked {
	test_clock?: string | undefined;
	customer?: string | undefined;
}

/**
 * The objects of test clocks stand in a list only when it is asked for their clock or their customer.
 * Source: Stripe, list subscriptions, `test_clock`.
 */
export function isListed(object: { test_clock?: unknown }, asked: Asked): boolean {
	const clock = object.test_clock ?? null;
	const id = typeof clock === "object" && clock !== null && "id" in clock ? clock.id : clock;
	if (asked.test_clock !== undefined) return id === asked.test_clock;
	return id === null || asked.customer !== undefined;
}

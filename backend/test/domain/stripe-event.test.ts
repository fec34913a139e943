import { expect, test } from "vitest";
import { effectOf, handledEventTypes } from "../../src/domain/stripe-event.ts";

test("the types that a subscription's life needs are handled, each once", () => {
	expect(handledEventTypes).toEqual(
		expect.arrayContaining([
			"checkout.session.completed",
			"customer.subscription.created",
			"customer.subscription.updated",
			"customer.subscription.deleted",
		]),
	);
	expect(new Set(handledEventTypes).size).toBe(handledEventTypes.length);
	for (const type of handledEventTypes) expect(effectOf(type)).not.toBeNull();
});

test("only an event of a subscription is taken as a sight of it", () => {
	for (const type of handledEventTypes)
		expect(effectOf(type) === "subscription").toBe(type.startsWith("customer.subscription."));
});

test.each(["foo.bar", "customer.created", "__proto__", "constructor", "toString", ""])(
	"%s has no effect",
	(type) => {
		expect(effectOf(type)).toBeNull();
	},
);

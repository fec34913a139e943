// The checker itself: what it lets through and what it catches.
import { describe, expect, it } from "vitest";
import { hasSchemas, problemsOf } from "./schema-check.ts";
import { startTest } from "./start.ts";

describe.skipIf(!hasSchemas)("problemsOf", () => {
	it("catches a wrong type, a missing field, an unknown one and a null", async () => {
		const { stripe } = await startTest();
		const { lastResponse: _response, ...customer } = await stripe.customers.create({});
		expect(problemsOf(customer)).toEqual([]);
		expect(problemsOf({ ...customer, created: "now" })).toHaveLength(1);
		expect(problemsOf({ ...customer, livemode: undefined })).not.toEqual([]);
		expect(problemsOf({ ...customer, colour: "red" })).toHaveLength(1);
		expect(problemsOf({ ...customer, created: null })).toHaveLength(1);
		expect(problemsOf({ object: "list", data: [{ ...customer, id: 7 }] })).toHaveLength(1);
	});
});

import { expect, test } from "vitest";
import { BillingError, type ErrorCode, errors } from "../../src/domain/errors.ts";

const codes = Object.keys(errors) as ErrorCode[];

test.each(codes)("%s is a fact in snake_case with a sentence of its own", (code) => {
	expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
	expect(errors[code].message).toMatch(/^\w.*\.$/);
	const same = codes.filter((other) => errors[other].message === errors[code].message);
	expect(same).toEqual([code]);
});

test("an error says what its code says, unless this case knows better", () => {
	expect(new BillingError("unknown_tier").message).toBe(errors.unknown_tier.message);
	expect(new BillingError("parameter_invalid", { message: "So it is." }).message).toBe("So it is.");
});

test("what caused an error stays with it and out of its words", () => {
	const cause = new Error("raw words");
	const error = new BillingError("stripe_unavailable", { cause });
	expect(error.cause).toBe(cause);
	expect(error.message).not.toContain("raw words");
});

// For whom a request is made.
import { expect, it } from "vitest";
import { visitorAddress } from "../../src/session/visitor-address.ts";

it.each([
	["203.0.113.7", "203.0.113.7"],
	["10.9.9.9, 203.0.113.7", "203.0.113.7"],
	["::ffff:127.0.0.1", "::ffff:127.0.0.1"],
	["2001:db8::1", "2001:db8::1"],
	["203.0.113.7, unknown", undefined],
	["203.0.113.7:443", undefined],
	["", undefined],
])("reads %j as %s", (header, address) => {
	expect(visitorAddress(new Headers({ "x-forwarded-for": header }))).toBe(address);
});

it("says nothing when nobody did", () => {
	expect(visitorAddress(new Headers())).toBeUndefined();
});

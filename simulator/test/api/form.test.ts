// The form encoding of Stripe's clients, and what others might send instead.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseForm } from "../../src/api/form.ts";
import type { Raw } from "../../src/billing/core/params/params.ts";

function plain(raw: Raw): unknown {
	return typeof raw === "string"
		? raw
		: Object.fromEntries([...raw].map(([key, value]) => [key, plain(value)]));
}

describe("parseForm", () => {
	it.each([
		["a=1&b=two+words", { a: "1", b: "two words" }],
		["a[b][0][c]=x&a[b][1][c]=y", { a: { b: { 0: { c: "x" }, 1: { c: "y" } } } }],
		["a%5Bb%5D=x", { a: { b: "x" } }],
		["a[]=x&a[]=y", { a: { 0: "x", 1: "y" } }],
		["a[][b]=1&a[][c]=2&a[][b]=3", { a: { 0: { b: "1", c: "2" }, 1: { b: "3" } } }],
		["a=1&a=2", { a: "2" }],
		["a=", { a: "" }],
		["a", { a: "" }],
		["", {}],
	])("reads %s", (text, expected) => {
		expect(plain(parseForm(text))).toEqual(expected);
	});

	it.each([
		"a=1&a[b]=2",
		"a[b]=2&a=1",
		"a[b=1",
		"[a]=1",
		"a]b=1",
		"a=%E0%A4%A",
		`a${"[b]".repeat(20)}=1`,
		Array.from({ length: 2000 }, (_, index) => `k${index}=1`).join("&"),
	])("refuses %.40s", (text) => {
		expect(() => parseForm(text)).toThrow();
	});

	it("gives back what a client of Stripe wrote, whatever it was", () => {
		const key = fc.stringMatching(/^[a-z_]{1,8}$/);
		const value = fc.string({ maxLength: 20 });
		const some = { minKeys: 1, maxKeys: 3 };
		const inner = fc.oneof(value, fc.dictionary(key, value, some));
		const tree = fc.oneof(value, fc.dictionary(key, inner, some));
		fc.assert(
			fc.property(fc.dictionary(key, tree, { maxKeys: 5 }), (wanted) => {
				expect(plain(parseForm(encode(wanted)))).toEqual({ ...wanted });
			}),
		);
	});

	it("never reaches a prototype and never throws anything but a refusal", () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(..."ab[]=&%5.+_") }), (text) => {
				try {
					parseForm(text);
				} catch (error) {
					expect(error).toMatchObject({ status: 400 });
				}
			}),
		);
		parseForm("__proto__[polluted]=yes&constructor[prototype][polluted]=yes");
		expect({}).not.toHaveProperty("polluted");
	});
});

function encode(value: unknown, name = ""): string {
	if (typeof value === "string") return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
	return Object.entries(value ?? {})
		.map(([key, inner]) => encode(inner, name === "" ? key : `${name}[${key}]`))
		.join("&");
}

// Where a person may be sent after signing in.
import fc from "fast-check";
import { expect, it } from "vitest";
import { safeNextPath, withNext } from "../../src/session/next-path.ts";

it.each([
	"/",
	"/dashboard",
	"/pricing?interval=year&tier=founder#founder",
	"/dashboard?session_id=cs_test_1",
	"/a//b",
	"/?next=//evil.example",
])("keeps %s", (path) => {
	expect(safeNextPath(path, "/otherwise")).toBe(path);
});

it.each([
	"",
	"dashboard",
	"//evil.example",
	"///evil.example",
	"/\\evil.example",
	"\\\\evil.example",
	"/a\\b",
	"https://evil.example",
	"http:/evil.example",
	"javascript:alert(1)",
	"data:text/html,x",
	"/\t/evil.example",
	"/\n/evil.example",
	"\t//evil.example",
	" //evil.example",
	"/\r\nSet-Cookie: a=b",
	"/.//evil.example",
	"/..//evil.example",
	"/x/..//evil.example",
	"/%2e//evil.example",
	`/${"a".repeat(1001)}`,
	undefined,
	null,
	7,
	["/dashboard"],
])("refuses %j", (value) => {
	expect(safeNextPath(value, "/otherwise")).toBe("/otherwise");
});

it("never leads to another origin, for any text", () => {
	const piece = fc.constantFrom(
		"/",
		"\\",
		".",
		"..",
		"//",
		"\t",
		"\n",
		"@",
		":",
		"evil.example",
		"%2f",
		"?",
	);
	const text = fc.oneof(
		fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join("")}`),
		fc.string({ unit: "binary", maxLength: 30 }),
		fc.webUrl(),
	);
	fc.assert(
		fc.property(text, (value) => {
			const path = safeNextPath(value, "/otherwise");
			expect(new URL(path, "https://site.example").origin).toBe("https://site.example");
			// What a browser resolves must also stay when it is resolved a second time.
			const once = new URL(path, "https://site.example");
			expect(new URL(once.pathname, "https://site.example").origin).toBe("https://site.example");
		}),
		{ numRuns: 5000 },
	);
});

it("carries a path with a query and a fragment through the address", () => {
	const url = new URL(withNext("/sign-in", "/pricing?a=1&b=2#c"), "https://site.example");
	expect(url.searchParams.get("next")).toBe("/pricing?a=1&b=2#c");
});

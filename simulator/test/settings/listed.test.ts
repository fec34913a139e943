import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

it("names in the documents every setting that its comment calls unverified", () => {
	const declared = read("src/billing/settings.ts").matchAll(
		/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+):/g,
	);
	const unverified = [...declared].flatMap(([, comment = "", name = ""]) =>
		/unverified/i.test(comment) ? [name] : [],
	);
	expect(unverified.length).toBeGreaterThan(20);
	const listed = read("docs/unverified.md");
	expect(unverified.filter((name) => !listed.includes(`\`${name}\``))).toEqual([]);
});

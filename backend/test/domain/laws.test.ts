import { describe, test } from "vitest";
import { laws } from "../../chaos/laws/all.ts";

const runs = 10_000;

describe("a law", () => {
	test.each(laws.map((law) => [law.name, law] as const))(
		"%s",
		(_name, law) => law.check(runs),
		120_000,
	);
});

import { expect, test } from "vitest";
import { takesTooMany } from "../../src/domain/revocation-cap.ts";

test.each([
	[0, 0, false],
	[5, 5, false],
	[6, 6, true],
	[6, 599, true],
	[6, 600, false],
	[1_000, 100_000, false],
	[1_001, 100_000, true],
	[6, 0, true],
])(
	"a pass that takes access from %i of %i users is too much: %s",
	(losing, withAccess, tooMany) => {
		expect(takesTooMany({ losing, withAccess })).toBe(tooMany);
	},
);

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, inject, test } from "vitest";
import { runChaos } from "../../chaos/processes/run.ts";

const directory = mkdtempSync(join(tmpdir(), "tollgate-chaos-"));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

// What is killed when depends on the machine; that nothing is lost or doubled does not.
test.skipIf(inject("postgresUrl") === "")(
	"two backends and PostgreSQL are killed again and again, and end at Stripe's truth",
	async () => {
		const report = await runChaos({
			seed: "a short run",
			users: 12,
			months: 1,
			crowd: 12,
			directory,
			// At the latest; it ends as soon as nothing differs.
			checkAt: [240],
			untilEqual: true,
			freezes: false,
			pace: 2,
			say: () => {},
		});
		expect(report.broken).toEqual([]);
		expect(report.faults["backend killed"]).toBeGreaterThan(0);
		expect(report.events.acked).toBeGreaterThan(0);
	},
	600_000,
);

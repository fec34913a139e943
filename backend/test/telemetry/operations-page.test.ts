import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/database/connect.ts";
import { addGauges } from "../../src/telemetry/gauges.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";

const read = (path: string) =>
	readFileSync(new URL(`../../../docs/${path}`, import.meta.url), "utf8");
const page = read("operations.md");
const alerts = read("alerts.yml");

async function metricsOfCode(): Promise<string[]> {
	const { registry } = createMetrics({ mode: "test", engine: "pglite" });
	const database = await openDatabase({}, () => {});
	addGauges(registry, { database, clock: { monotonicMs: () => 0 }, readBudget: () => 80 });
	const names = registry.getMetricsAsArray().map(({ name }) => name);
	await database.close();
	return names.sort();
}

test("the page on operations lists every metric and no other", async () => {
	const listed = [...page.matchAll(/^\| `(tollgate_\w+)` \|/gm)].map((match) => match[1] ?? "");
	expect(listed.sort()).toEqual(await metricsOfCode());
});

test("every alert rule stands on the page, and asks only for metrics that exist", async () => {
	const rules = [...alerts.matchAll(/- alert: (\w+)/g)].map((match) => match[1] ?? "");
	const explained = [...page.matchAll(/^\| `(Tollgate\w+)` \|/gm)].map((match) => match[1] ?? "");
	expect(explained.sort()).toEqual(rules.sort());
	const names = await metricsOfCode();
	for (const [asked] of alerts.matchAll(/tollgate_\w+/g))
		expect(names).toContain(asked.replace(/_count$/, ""));
});

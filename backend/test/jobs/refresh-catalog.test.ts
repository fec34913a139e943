import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lever } from "../support/gaps.ts";
import { startBackend, startTestSimulator } from "../support/start.ts";

test("a process that starts while Stripe hangs takes webhooks with the prices known from before", async () => {
	const simulator = await startTestSimulator();
	const webhookSecrets = ["whsec_sim_of_no_endpoint_000"];
	const directory = mkdtempSync(join(tmpdir(), "tollgate-catalog-"));
	const location = { directory: join(directory, "database") };
	await (await startBackend({ simulator, location, webhookSecrets })).close();

	// Longer than this test may take: the start cannot have waited for it.
	await lever(simulator, "faults", { body: { kind: "latency", path: "/v1/**", ms: 60_000 } });
	const backend = await startBackend({ simulator, location, webhookSecrets });
	const ready = await fetch(`${backend.url}/readyz`);
	expect(ready.status).toBe(200);
	await simulator.close();
	await backend.close();
	rmSync(directory, { recursive: true, force: true });
});

// A process killed at any moment, also while it rewrites its journal, loses nothing it has answered for.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { expect, it, onTestFinished } from "vitest";
import { startTest } from "../support/start.ts";

const program = new URL("./child-simulator.ts", import.meta.url).pathname;

/** Starts the child and resolves with a client for it once it listens. */
async function start(dataDir: string): Promise<{ child: ChildProcess; stripe: Stripe }> {
	const child = spawn(process.execPath, [program, dataDir]);
	onTestFinished(() => void child.kill("SIGKILL"));
	let problems = "";
	child.stderr.on("data", (chunk) => {
		problems += chunk;
	});
	const [line] = await Promise.race([
		once(child.stdout, "data"),
		once(child, "exit").then(() => Promise.reject(new Error(problems))),
	]);
	const { hostname, port } = new URL(String(line).trim());
	const stripe = new Stripe("sk_test_x", {
		host: hostname,
		port,
		protocol: "http",
		maxNetworkRetries: 0,
	});
	return { child, stripe };
}

/** Creates one customer after the other until the process dies; answers how many were acknowledged. */
async function createUntilDeath(stripe: Stripe, from: number): Promise<number> {
	for (let number = from; ; number += 1) {
		try {
			await stripe.customers.create({ name: String(number) });
		} catch {
			return number;
		}
	}
}

it("holds exactly the acknowledged writes, and at most the one it was about to acknowledge", async () => {
	const dataDir = mkdtempSync(join(tmpdir(), "simulator-"));
	onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
	let kept = 0;
	for (const lifeMs of [20, 170, 90, 240, 55]) {
		const { child, stripe } = await start(dataDir);
		setTimeout(() => child.kill("SIGKILL"), lifeMs);
		const acknowledged = await createUntilDeath(stripe, kept);
		if (child.exitCode === null && child.signalCode === null) await once(child, "exit");

		const after = await startTest({ dataDir });
		const names: string[] = [];
		for await (const { name } of after.stripe.customers.list({ limit: 100 })) {
			names.push(String(name));
		}
		expect(names.length - acknowledged).toBeGreaterThanOrEqual(0);
		expect(names.length - acknowledged).toBeLessThanOrEqual(1);
		expect(names.reverse()).toEqual(names.map((_name, index) => String(index)));
		const events: string[] = [];
		for await (const { id } of after.stripe.events.list({ type: "customer.created", limit: 100 })) {
			events.push(id);
		}
		expect(events).toHaveLength(names.length);
		kept = names.length;
		await after.close();
	}
	expect(kept).toBeGreaterThan(5);
});

// A simulator on its own: ready line, refusals to start, and sudden death.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { expect, it, onTestFinished } from "vitest";

const program = new URL("../../src/main.ts", import.meta.url).pathname;

function run(env: Record<string, string>): { child: ChildProcess; output: () => string } {
	const { NODE_ENV: _testEnv, ...inherited } = process.env;
	const child = spawn(process.execPath, [program], { env: { ...inherited, ...env } });
	let text = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on("data", (chunk) => {
			text += chunk;
		});
	}
	onTestFinished(() => {
		child.kill("SIGKILL");
	});
	return { child, output: () => text };
}

async function ready(started: ReturnType<typeof run>): Promise<Stripe> {
	while (!started.output().includes("ready at")) {
		if (started.child.exitCode !== null) throw new Error(started.output());
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	const [, port, key] = /:(\d+) \(API key (sk_test_sim_\w+)\)/.exec(started.output()) ?? [];
	return new Stripe(key ?? "", { host: "127.0.0.1", port: port ?? "", protocol: "http" });
}

function aDirectory(): string {
	const directory = mkdtempSync(join(tmpdir(), "simulator-"));
	onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
	return directory;
}

it("keeps every answered write when it is killed", async () => {
	const env = { SIMULATOR_PORT: "0", DATA_DIR: aDirectory() };
	const first = run(env);
	const stripe = await ready(first);
	const made: string[] = [];
	for (let index = 0; index < 20; index += 1) made.push((await stripe.customers.create({})).id);
	first.child.kill("SIGKILL");
	await once(first.child, "exit");
	const again = await ready(run(env));
	const kept = await again.customers.list({ limit: 100 });
	expect(kept.data.map(({ id }) => id)).toEqual(made.reverse());
});

it("ends cleanly when it is told to stop", async () => {
	const started = run({ SIMULATOR_PORT: "0", DATA_DIR: aDirectory() });
	await ready(started);
	started.child.kill("SIGTERM");
	const [code] = await once(started.child, "exit");
	expect(code).toBe(0);
});

it("says in one sentence that its port is taken", async () => {
	const holder = createServer();
	await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		holder.close();
	});
	const address = holder.address();
	const port = typeof address === "object" ? String(address?.port) : "";
	const started = run({ SIMULATOR_PORT: port, DATA_DIR: aDirectory() });
	const [code] = await once(started.child, "close");
	expect(code).toBe(1);
	expect(started.output()).toBe(
		`Port ${port} is taken; stop what uses it, or set SIMULATOR_PORT to another one.\n`,
	);
});

it("refuses production, live keys and a port that is none, naming each", async () => {
	const started = run({
		NODE_ENV: "production",
		STRIPE_SECRET_KEY: "sk_live_abc",
		SIMULATOR_PORT: "many",
		DATA_DIR: aDirectory(),
	});
	const [code] = await once(started.child, "close");
	expect(code).toBe(1);
	for (const name of ["NODE_ENV", "STRIPE_SECRET_KEY", "SIMULATOR_PORT"]) {
		expect(started.output()).toContain(name);
	}
	expect(started.output()).not.toContain("sk_live_abc");
});

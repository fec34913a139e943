// The simulator as a package: packed, put into node_modules elsewhere, started by its bin.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Stripe from "stripe";
import { expect, it, onTestFinished } from "vitest";

const simulator = join(import.meta.dirname, "../..");

/** A folder in which the packed simulator and what it depends on are installed, and nothing else. */
function installed(): { folder: string; files: string[] } {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), "simulator-package-")));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
	const args = ["pack", "--json", "--pack-destination", folder];
	const output = execFileSync("npm", args, { cwd: simulator, env, encoding: "utf8" });
	const [{ filename, files }] = JSON.parse(output.slice(output.indexOf("[\n")));
	const home = join(folder, "node_modules/@tollgate/simulator");
	mkdirSync(home, { recursive: true });
	execFileSync("tar", ["-xzf", join(folder, filename), "-C", home, "--strip-components=1"]);
	// What npm would put beside it; it is here already, and nothing is fetched.
	symlinkSync(join(simulator, "../node_modules/fastify"), join(folder, "node_modules/fastify"));
	return { folder, files: files.map(({ path }: { path: string }) => path) };
}

it("runs from node_modules, by its bin, without a source or a type", {
	timeout: 60_000,
}, async () => {
	const { folder, files } = installed();
	expect(files).toContain("README.md");
	expect(files.filter((path) => path.endsWith(".ts"))).toEqual([]);
	expect(existsSync(join(simulator, "dist"))).toBe(false);
	const bin = join(folder, "node_modules/@tollgate/simulator/bin/tollgate-simulator.mjs");
	const { NODE_ENV: _testEnv, ...inherited } = process.env;
	const env = { ...inherited, SIMULATOR_PORT: "0", DATA_DIR: join(folder, "data") };
	const child = spawn(process.execPath, [bin], { cwd: folder, env });
	onTestFinished(() => void child.kill("SIGKILL"));
	let text = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.on("data", (chunk) => {
			text += chunk;
		});
	}
	while (!text.includes("ready at")) await once(child.stdout, "data");
	const [, url = "", key = ""] = /ready at (\S+) \(API key (\w+)\)/.exec(text) ?? [];
	const { hostname: host, port } = new URL(url);
	const stripe = new Stripe(key, { host, port, protocol: "http" });
	const customer = await stripe.customers.create({ name: "Ada" });
	expect((await stripe.customers.retrieve(customer.id)).id).toBe(customer.id);
	const page = await (await fetch(url)).text();
	const assets = [...page.matchAll(/\/_simulator\/assets\/[\w.-]+/g)].map(([path]) => path);
	expect(assets.length).toBeGreaterThan(1);
	for (const path of assets) expect((await fetch(`${url}${path}`)).status, path).toBe(200);
	expect(text).not.toMatch(/warning/i);
	child.kill("SIGTERM");
	expect(await once(child, "exit")).toEqual([0, null]);
});

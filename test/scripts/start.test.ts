// What `npm start` reads, checks and says.
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { banner } from "../../scripts/start/banner.ts";
import { readLogLine } from "../../scripts/start/log-line.ts";
import { takenPorts } from "../../scripts/start/ports.ts";
import { backendProgram, frontendProgram, simulatorProgram } from "../../scripts/start/programs.ts";
import { portsOf, readStartSettings } from "../../scripts/start/settings.ts";

test("starts with no settings at all, on the simulator", () => {
	const settings = readStartSettings({}, []);
	expect(settings).toMatchObject({
		frontendPort: 3000,
		backendPort: 8000,
		simulatorPort: 12111,
		baseUrl: "http://localhost:3000",
		watch: false,
	});
	expect(settings.dataDir).toMatch(/\.data$/);
});

test("does not start the simulator when there is a Stripe key, and does when it is empty", () => {
	expect(readStartSettings({ STRIPE_SECRET_KEY: "sk_test_x" }, []).simulatorPort).toBeNull();
	expect(readStartSettings({ STRIPE_SECRET_KEY: "" }, []).simulatorPort).toBe(12111);
});

test("says everything that is wrong at once", () => {
	const read = () =>
		readStartSettings({ FRONTEND_PORT: "70000", BACKEND_PORT: "5", SIMULATOR_PORT: "5" }, ["--hm"]);
	expect(read).toThrow(/FRONTEND_PORT=70000 is not a port/);
	expect(read).toThrow(/SIMULATOR_PORT and BACKEND_PORT are both 5/);
	expect(read).toThrow(/no option --hm/);
});

test("names a taken port and the setting that moves it", async () => {
	const server = createServer().listen(0, "127.0.0.1");
	await new Promise((resolve) => server.once("listening", resolve));
	const address = server.address();
	const port = typeof address === "object" && address ? address.port : 0;
	const taken = await takenPorts([{ name: "BACKEND_PORT", port }]);
	expect(taken).toEqual([expect.stringMatching(new RegExp(`Port ${port} .*BACKEND_PORT=`))]);
	await new Promise((resolve) => server.close(resolve));
	expect(await takenPorts([{ name: "BACKEND_PORT", port }])).toEqual([]);
});

test("shows warnings and errors of the programs and keeps the rest for the log", () => {
	expect(readLogLine('{"level":30,"msg":"fine"}')).toEqual({ text: "fine", isWarning: false });
	expect(readLogLine('{"level":40,"msg":"late"}')).toEqual({ text: "late", isWarning: true });
	const failed = '{"level":50,"msg":"failed","err":{"message":"no disk"}}';
	expect(readLogLine(failed)).toEqual({ text: "failed: no disk", isWarning: true });
	const waits = '{"level":50,"msg":"waits","error":"no lease"}';
	expect(readLogLine(waits)).toEqual({ text: "waits: no lease", isWarning: true });
	expect(readLogLine("{half")).toEqual({ text: "{half", isWarning: false });
});

test("gives the keys to the backend and not to the frontend", () => {
	process.env.DATABASE_URL = "postgres://secret";
	const settings = readStartSettings({ FRONTEND_PORT: "4000", BACKEND_PORT: "4001" }, []);
	settings.controlToken = "made-for-this-run";
	const backend = backendProgram(settings, "kept-secret", "whsec_sim");
	expect(backend.env).toMatchObject({
		AUTH_SECRET: "kept-secret",
		BASE_URL: "http://localhost:4000",
		DATABASE_URL: "postgres://secret",
		SIMULATOR_CONTROL_TOKEN: "made-for-this-run",
		STRIPE_API_BASE: "http://127.0.0.1:12111",
		STRIPE_SECRET_KEY: "sk_test_sim_tollgate",
		STRIPE_WEBHOOK_SECRET: "whsec_sim",
	});
	expect(simulatorProgram(settings).env).toMatchObject({
		SIMULATOR_CONTROL_TOKEN: "made-for-this-run",
	});
	process.env.SIMULATOR_CONTROL_TOKEN = "made-for-this-run";
	const { env } = frontendProgram(settings);
	delete process.env.SIMULATOR_CONTROL_TOKEN;
	expect(env).toMatchObject({ BACKEND_URL: "http://127.0.0.1:4001", NODE_ENV: "production" });
	expect(Object.keys(env).filter((name) => /STRIPE|DATABASE|SECRET|TOKEN/.test(name))).toEqual([]);
	delete process.env.DATABASE_URL;
});

test("leaves the user's own Stripe settings alone when the simulator is off", () => {
	const settings = readStartSettings({ STRIPE_SECRET_KEY: "sk_live_x" }, []);
	const { env } = backendProgram(settings, "kept-secret", null);
	expect(env).not.toHaveProperty("STRIPE_API_BASE", expect.stringContaining("127.0.0.1"));
	expect(portsOf(settings).map(({ name }) => name)).toEqual(["FRONTEND_PORT", "BACKEND_PORT"]);
	expect(banner(settings, 1)).not.toContain("4242");
});

test("tells where everything is in one block", () => {
	const env = { FRONTEND_PORT: "4000", SIMULATOR_CONTROL_TOKEN: "a b" };
	const text = banner(readStartSettings(env, []), 2.34);
	expect(text).toContain("http://127.0.0.1:12111/?token=a%20b\n");
	expect(text).toContain("ready after 2.3 s");
	for (const part of ["http://localhost:4000/pricing", "/docs", "4242 4242 4242 4242", "Ctrl-C"]) {
		expect(text).toContain(part);
	}
});

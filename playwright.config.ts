// How the browser stories run: everything started for real, on free ports and an empty data folder.
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { browserArguments, browserPath } from "./scripts/browser.ts";
import { followParent } from "./scripts/start/program.ts";

// Every worker reads this file again: what the first reading chose is handed on by the environment.
process.env.STORY_PORTS ??= (await freePorts(3)).join();
process.env.STORY_DATA_DIR ??= join(tmpdir(), `tollgate-stories-${process.pid}`);
const executablePath = await browserPath();
const [frontendPort = "", backendPort = "", simulatorPort = ""] =
	process.env.STORY_PORTS.split(",");
const baseURL = `http://localhost:${frontendPort}`;

export default defineConfig({
	testDir: "test/browser",
	outputDir: "test-results",
	workers: 1,
	retries: 0,
	forbidOnly: Boolean(process.env.CI),
	timeout: 60_000,
	expect: { timeout: 15_000 },
	use: {
		baseURL,
		locale: "en-US",
		trace: "retain-on-failure",
		launchOptions: { executablePath, args: browserArguments },
	},
	webServer: {
		command: `"${process.execPath}" --import "${followParent}" scripts/start.ts`,
		url: `${baseURL}/pricing`,
		timeout: 240_000,
		reuseExistingServer: false,
		gracefulShutdown: { signal: "SIGTERM", timeout: 12_000 },
		env: {
			FRONTEND_PORT: frontendPort,
			BACKEND_PORT: backendPort,
			SIMULATOR_PORT: simulatorPort,
			DATA_DIR: process.env.STORY_DATA_DIR,
			// A developer's own .env must never lead the stories to a real Stripe or a real database.
			STRIPE_SECRET_KEY: "",
			STRIPE_API_BASE: "",
			DATABASE_URL: "",
			AUTH_MODE: "",
			AUTH_SECRET: "",
			BASE_URL: "",
			BACKEND_URL: "",
			NODE_ENV: "",
		},
	},
});

async function freePorts(count: number): Promise<number[]> {
	const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
	await Promise.all(servers.map((server) => new Promise((done) => server.once("listening", done))));
	return servers.map((server) => {
		const address = server.address();
		server.close();
		if (address === null || typeof address === "string") throw new Error("no port was free");
		return address.port;
	});
}

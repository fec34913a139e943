import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const main = join(import.meta.dirname, "../src/main.ts");

interface Ended {
	code: number | string | null | undefined;
	stdout: string;
	stderr: string;
}

function start(env: Record<string, string>): Promise<Ended> {
	return new Promise((resolve) => {
		execFile(process.execPath, [main], { env }, (error, stdout, stderr) =>
			resolve({ code: error ? error.code : 0, stdout, stderr }),
		);
	});
}

test("a process on bad settings says all that is wrong, without a stack, and ends with 1", async () => {
	const ended = await start({
		STRIPE_SECRET_KEY: "sk_live_canary-key",
		BACKEND_PORT: "none",
		BASE_URL: "http://app.example.com",
	});
	expect(ended.code).toBe(1);
	expect(ended.stdout).toBe("");
	const named = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "BACKEND_PORT", "BASE_URL"];
	for (const name of [...named, "AUTH_SECRET", "DATABASE_URL"])
		expect(ended.stderr).toContain(`\n  - ${name}`);
	expect(ended.stderr).not.toMatch(/\n\s+at |canary/);
});

// Who gets at the levers: the token, the console in a browser, other sites, proxies.
import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { routes } from "../../src/api/routes.ts";
import { control } from "../support/control.ts";
import { startTest } from "../support/start.ts";

const token = "s3cret/with+signs";

async function guarded() {
	const { simulator } = await startTest({ controlToken: token });
	return simulator;
}

/** A request with exactly this path and these headers, which `fetch` would tidy up. */
function ask(
	base: string,
	path: string,
	{ method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
	const { hostname, port } = new URL(base);
	return new Promise((resolve, reject) => {
		const sent = request({ hostname, port, path, method, headers }, (answer) => {
			let body = "";
			answer.on("data", (chunk) => {
				body += chunk;
			});
			answer.on("end", () =>
				resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }),
			);
		});
		sent.on("error", reject);
		sent.end();
	});
}

describe("the control token", () => {
	it("is asked of everybody once it is set, but for the health check", async () => {
		const simulator = await guarded();
		expect((await control(simulator, ["GET", "health"])).status).toBe(200);
		expect((await control(simulator, ["GET", "clock"])).status).toBe(401);
		expect((await control(simulator, ["GET", "clock"], { token: "guess" })).status).toBe(401);
		expect((await control(simulator, ["GET", "clock"], { token })).status).toBe(200);
	});

	it("guards every lever, however its path is spelled", async () => {
		const { url } = await guarded();
		for (const path of [
			"/",
			"/?token=guess",
			"/_simulator/settings",
			"/%5fsimulator/settings",
			"/_simulator/%63lock",
			"/_simulator/console/events",
			"/_simulator/console/live",
			"/_simulator/deliveries?x=/_simulator/health",
		]) {
			expect((await ask(url, path)).status, path).toBe(401);
		}
		for (const path of ["reset", "clock", "faults", "events/evt_1/resend", "console/reset"]) {
			const answer = await ask(url, `/_simulator/${path}`, { method: "POST" });
			expect(answer.status, path).toBe(401);
		}
	});

	it("is not asked of Stripe's API and of the pages for customers", async () => {
		const { simulator, stripe } = await startTest({ controlToken: token });
		expect((await stripe.customers.list()).data).toEqual([]);
		expect((await ask(simulator.url, "/c/pay/cs_test_nobody")).status).toBe(404);
		expect((await ask(simulator.url, "/_simulator/assets/checkout.css")).status).toBe(200);
	});

	it("opens the console in a browser: by a link once, then by a cookie that only the console takes", async () => {
		const { url } = await guarded();
		const entered = await ask(url, `/?token=${encodeURIComponent(token)}`);
		expect(entered).toMatchObject({ status: 303, headers: { location: "/" } });
		const [given = ""] = [entered.headers["set-cookie"]].flat().map(String);
		expect(given).toMatch(/; HttpOnly; SameSite=Strict$/);
		expect(given).not.toContain("s3cret");
		const headers = { cookie: `other=1; ${given.split(";")[0]}` };
		expect((await ask(url, "/", { headers })).status).toBe(200);
		expect((await ask(url, "/_simulator/console/events", { headers })).status).toBe(200);
		expect((await ask(url, "/_simulator/clock", { headers })).status).toBe(401);
		const forged = { cookie: given.split(";")[0]?.replace(/.$/, "_") ?? "" };
		expect((await ask(url, "/", { headers: forged })).status).toBe(401);
	});

	it("is taken as a password too", async () => {
		const { url } = await guarded();
		const basic = (pair: string) => ({
			headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` },
		});
		expect((await ask(url, "/")).headers["www-authenticate"]).toMatch(/^Basic/);
		expect((await ask(url, "/", basic(`me:${token}`))).status).toBe(200);
		expect((await ask(url, "/", basic("me:other"))).status).toBe(401);
	});
});

describe("without a token", () => {
	it("the console and the levers are open to this machine", async () => {
		const { simulator } = await startTest();
		expect((await ask(simulator.url, "/")).status).toBe(200);
		expect((await control(simulator, ["GET", "clock"])).status).toBe(200);
	});

	it.each(["x-forwarded-for", "x-forwarded-host", "forwarded", "via", "x-real-ip"])(
		"they do not answer through a proxy, which says so in %s",
		async (name) => {
			const { simulator } = await startTest();
			for (const path of ["/", "/_simulator/clock", "/_simulator/console/events"]) {
				const answer = await ask(simulator.url, path, { headers: { [name]: "10.0.0.7" } });
				expect(answer.status, path).toBe(403);
			}
		},
	);

	it("no answer allows a page of another site to read it", async () => {
		const { simulator } = await startTest();
		const levers = ["/_simulator/clock", "/_simulator/settings", "/_simulator/console/events"];
		const paths = ["/", ...levers, ...routes.slice(0, 5).map(({ path }) => path)];
		for (const path of paths) {
			for (const method of ["GET", "OPTIONS", "POST"]) {
				const headers = {
					origin: "https://evil.test",
					"access-control-request-method": "POST",
				};
				const answer = await ask(simulator.url, path, { method, headers });
				const names = Object.keys(answer.headers);
				expect(names.filter((name) => name.startsWith("access-control"))).toEqual([]);
				// A method that a path does not have is unknown to everybody.
				if (path !== "/") expect([403, 404], `${method} ${path}`).toContain(answer.status);
			}
		}
	});
});

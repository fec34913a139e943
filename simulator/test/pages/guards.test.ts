// What every page is sent with, and what it refuses.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aForm, openShop, type Shop } from "./a-shop.ts";

let shop: Shop;
let path: string;
beforeAll(async () => {
	shop = await openShop();
	path = new URL((await shop.openSession(7, "ada@example.com")).url ?? "").pathname;
});
afterAll(() => shop.close());

describe("every page", () => {
	it.each(["open", "unknown"])("is sent guarded (%s session)", async (which) => {
		const { headers } = await shop.visit(which === "open" ? path : "/c/pay/cs_test_nobody");
		expect(headers.get("x-frame-options")).toBe("DENY");
		expect(headers.get("referrer-policy")).toBe("no-referrer");
		expect(headers.get("cache-control")).toBe("no-store");
		expect(headers.get("x-content-type-options")).toBe("nosniff");
		const policy = headers.get("content-security-policy");
		expect(policy).toContain("default-src 'none'");
		expect(policy).not.toMatch(/unsafe|\*/);
	});

	it("carries no style or script of its own, so the policy costs it nothing", async () => {
		const { html } = await shop.visit(path);
		expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=")/);
	});

	it.each([
		["checkout.css", "text/css; charset=utf-8"],
		["checkout.js", "text/javascript; charset=utf-8"],
		["icon.svg", "image/svg+xml"],
	])("finds %s as %s", async (name, type) => {
		const { status, headers, html } = await shop.visit(`/_simulator/assets/${name}`);
		expect([status, headers.get("content-type")]).toEqual([200, type]);
		expect(html).not.toBe("");
		expect((await shop.visit(path)).html).toContain(`/_simulator/assets/${name}`);
	});
});

describe("a post", () => {
	it.each([
		{ "sec-fetch-site": "cross-site" },
		{ "sec-fetch-site": "same-site" },
		{ origin: "https://evil.test" },
	])("from elsewhere is refused (%j)", async (headers) => {
		expect((await shop.post(path, aForm({}), headers)).status).toBe(403);
	});

	it("larger than any card form is refused", async () => {
		const page = await shop.post(path, { name: "a".repeat(17 * 1024) });
		expect(page.status).toBe(413);
		expect(page.html).toContain("Something went wrong");
	});

	it("of anything but a form is refused", async () => {
		const response = await fetch(new URL(path, shop.simulator.url), {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: "{}",
		});
		expect(response.status).toBe(415);
	});

	it("that was refused changed nothing", async () => {
		const sessions = await shop.stripe.checkout.sessions.list();
		expect(sessions.data.map(({ status }) => status)).toEqual(["open"]);
	});
});

// The console: everything can be seen, and every lever is a guarded post.
import { describe, expect, it } from "vitest";
import { openHook, until } from "../support/hook.ts";
import { aVisitor, textOf } from "./a-visitor.ts";

const room = "/_simulator/console";

describe("looking", () => {
	it("begins with what there is and what just happened", async () => {
		const shop = await aVisitor();
		const fresh = textOf((await shop.visit("/")).html);
		expect(fresh).toContain("Point an SDK here");
		await shop.subscriber();
		const text = textOf((await shop.visit("/")).html);
		expect(text).toContain("1 Subscriptions");
		expect(text).toContain("checkout.session.completed");
	});

	it("lists a type, filters it by words, and goes on to older ones", async () => {
		const shop = await aVisitor();
		for (let index = 0; index < 30; index += 1) {
			await shop.stripe.customers.create({ email: `person${index}@example.com` });
		}
		const first = await shop.visit(`${room}/objects/customer`);
		expect(first.html).toContain("person29@example.com");
		expect(first.html).not.toContain("person3@example.com");
		const older = /href="([^"]+)">Older/.exec(first.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
		expect((await shop.visit(older)).html).toContain("person3@example.com");
		const found = await shop.visit(`${room}/objects/customer?search=person7%40`);
		expect(found.html).toContain("person7@example.com");
		expect(found.html).not.toContain("person17@example.com");
		expect((await shop.visit(`${room}/objects/secret`)).status).toBe(404);
	});

	it("shows an object with links to what it names, and all that happened to it", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const page = await shop.visit(`${room}/object/${who.subscription}`);
		expect(page.html).toContain(`href="${room}/object/${who.customer}"`);
		const text = textOf(page.html);
		for (const type of ["customer.subscription.created", "invoice.paid"]) {
			expect(text).toContain(type);
		}
		expect((await shop.visit(`${room}/object/cus_nobody`)).status).toBe(404);
	});

	it("finds an object by its id, and others by their words", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const hit = await shop.visit(`${room}/search?q=${who.subscription}`);
		expect(hit.location).toBe(`${room}/object/${who.subscription}`);
		const words = await shop.visit(`${room}/search?q=ada%40example.com`);
		expect(words.html).toContain(who.customer);
	});

	it("filters events by type and by what they are about", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const invoices = textOf((await shop.visit(`${room}/events?type=invoice.`)).html);
		expect(invoices).toContain("invoice.finalized");
		expect(invoices).not.toContain("customer.created");
		const about = await shop.visit(`${room}/events?about=${who.customer}&type=customer.`);
		expect(textOf(about.html)).toContain("customer.created");
	});

	it("writes what people typed as text", async () => {
		const shop = await aVisitor();
		const { id } = await shop.stripe.customers.create({ name: "<img src=x onerror=alert(1)>" });
		for (const path of [`${room}/object/${id}`, `${room}/objects/customer`, "/"]) {
			expect((await shop.visit(path)).html).not.toContain("<img");
		}
		const echo = await shop.visit(`${room}/events?type=%22%3E%3Cscript%3E`);
		expect(echo.html).not.toContain("<script>");
	});
});

describe("webhooks", () => {
	it("show each attempt with what was sent and answered, and can be sent again", async () => {
		const shop = await aVisitor();
		const hook = await openHook(shop.stripe);
		const endpoint = await shop.stripe.webhookEndpoints.create({
			url: hook.url,
			enabled_events: ["customer.created"],
		});
		hook.answer.secret = endpoint.secret ?? "";
		await shop.stripe.customers.create({ email: "ada@example.com" });
		await until(() => hook.received.length === 1);
		await shop.simulator.settled();
		const list = await shop.visit(`${room}/webhooks`);
		expect(textOf(list.html)).toContain("customer.created");
		const path = /href="([^"]+\/deliveries\/[^"]+)"/.exec(list.html)?.[1] ?? "";
		const page = await shop.visit(path);
		const text = textOf(page.html);
		expect(text).toMatch(/delivered.*200.*Stripe-Signature.*t=\d+,v1=/);
		expect(text).toContain("ada@example.com");
		expect((await shop.submit(`${path}/resend`, {})).location).toBe(path);
		await until(() => hook.received.length === 2);
		const [first, second] = hook.received;
		expect(second?.event.id).toBe(first?.event.id);
		expect(second?.event.data).toEqual(first?.event.data);
	});
});

describe("levers", () => {
	it("move the clock and bring what falls due", async () => {
		const shop = await aVisitor();
		await shop.subscriber({ trialDays: 7 });
		const before = shop.simulator.now();
		const moved = await shop.submit(`${room}/clock`, { advance: "1mo", here: `${room}/events` });
		expect(moved.location).toBe(`${room}/events`);
		expect(shop.simulator.now() - before).toBeGreaterThanOrEqual(28 * 86_400);
		const text = textOf((await shop.visit(moved.location ?? "")).html);
		expect(text).toContain("invoice.payment_succeeded");
		const refused = await shop.submit(`${room}/clock`, { advance: "yesterday", here: "/" });
		expect(refused.status).toBe(409);
	});

	it("move a test clock", async () => {
		const shop = await aVisitor();
		const clock = await shop.stripe.testHelpers.testClocks.create({
			frozen_time: 1_800_000_000,
			name: "Renewals",
		});
		expect((await shop.visit(`${room}/time`)).html).toContain("Renewals");
		await shop.submit(`${room}/test-clocks/${clock.id}`, { advance: "1d", here: `${room}/time` });
		await until(async () => {
			const { status } = await shop.stripe.testHelpers.testClocks.retrieve(clock.id);
			return status === "ready";
		});
		const { frozen_time } = await shop.stripe.testHelpers.testClocks.retrieve(clock.id);
		expect(frozen_time).toBe(1_800_000_000 + 86_400);
	});

	it("make requests fail, count them, and stop", async () => {
		const shop = await aVisitor();
		const fault = {
			kind: "error_before",
			method: "GET",
			path: "/v1/products",
			rate: "100",
			count: "0",
		};
		expect((await shop.submit(`${room}/faults`, { ...fault, path: "/elsewhere" })).status).toBe(
			409,
		);
		await shop.submit(`${room}/faults`, fault);
		await expect(shop.stripe.products.list()).rejects.toMatchObject({ statusCode: 500 });
		expect(textOf((await shop.visit(`${room}/faults`)).html)).toContain("1 of 1");
		await shop.submit(`${room}/faults/fault_1/remove`, {});
		await shop.stripe.products.list();
	});

	it("forget everything, but only when that was meant", async () => {
		const shop = await aVisitor();
		await shop.stripe.customers.create({});
		expect((await shop.submit(`${room}/reset`, {})).status).toBe(409);
		expect((await shop.stripe.customers.list()).data).toHaveLength(1);
		expect((await shop.submit(`${room}/reset`, { sure: "yes" })).location).toBe("/");
		expect((await shop.stripe.customers.list()).data).toHaveLength(0);
	});

	it.each([
		{ "sec-fetch-site": "cross-site", origin: "https://evil.test" },
		{ origin: "https://evil.test" },
		{ "sec-fetch-site": "same-site" },
		{ origin: "null" },
	])("are out of reach for other sites (%j)", async (headers) => {
		const shop = await aVisitor();
		const before = shop.simulator.now();
		const levers = [`${room}/clock`, `${room}/reset`, `${room}/faults`];
		for (const path of levers) {
			const form = { advance: "1y", sure: "yes", here: "/", kind: "garbage", path: "/v1/**" };
			const answer = await shop.submit(path, { ...form, rate: "100", count: "0" }, headers);
			expect(answer.status).toBe(403);
		}
		expect(shop.simulator.now() - before).toBeLessThan(60);
		await shop.stripe.products.list();
	});

	it("lead back here alone", async () => {
		const shop = await aVisitor();
		for (const here of ["//evil.test", "https://evil.test", "/\\evil.test"]) {
			expect((await shop.submit(`${room}/clock`, { advance: "1s", here })).location).toBe("/");
		}
	});

	it("need the control token where there is one, which a browser sends as a password", async () => {
		const shop = await aVisitor({ controlToken: "s3cret" });
		for (const path of ["/", `${room}/events`]) {
			expect((await shop.visit(path)).status).toBe(401);
		}
		const asked = await fetch(shop.simulator.url);
		expect(asked.headers.get("www-authenticate")).toContain("Basic");
		const headers = { authorization: `Basic ${btoa("anybody:s3cret")}` };
		expect((await fetch(shop.simulator.url, { headers })).status).toBe(200);
		const style = await fetch(`${shop.simulator.url}/_simulator/assets/checkout.css`);
		expect(style.status).toBe(200);
	});
});

describe("the live stream", () => {
	it("speaks up after a change", async () => {
		const shop = await aVisitor();
		const stream = await fetch(`${shop.simulator.url}${room}/live`);
		expect(stream.headers.get("content-type")).toBe("text/event-stream");
		const reader = stream.body?.getReader();
		const heard: string[] = [];
		await shop.stripe.customers.create({});
		while (!heard.join("").includes("data: changed")) {
			const { value } = (await reader?.read()) ?? {};
			heard.push(new TextDecoder().decode(value));
		}
		await reader?.cancel();
	});
});

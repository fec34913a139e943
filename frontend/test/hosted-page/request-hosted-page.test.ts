// How a script in the page asks for a hosted page, against a real server.
import { expect, it, vi } from "vitest";
import { fieldsFor, targetIn } from "../../src/hosted-page/hosted-page-target.ts";
import { requestHostedPage } from "../../src/hosted-page/request-hosted-page.ts";
import { listen, reply } from "../support/listen.ts";

const checkout = { page: "checkout", priceId: "price_1" } as const;

/** A browser resolves /api/proxy/... against the page; Node has no page, so the test says where it is. */
async function page(status: number, body: unknown) {
	const { url, received } = await listen((_request, response) => reply(response, status, body));
	const realFetch = globalThis.fetch;
	vi.stubGlobal("fetch", (path: string, init: RequestInit) => realFetch(url + path, init));
	return { received };
}

it("posts the price to the proxy and gives back the address", async () => {
	const { received } = await page(200, { url: "https://checkout.stripe.com/c/pay/cs_1" });
	expect(await requestHostedPage(checkout, "/pricing")).toEqual({
		url: "https://checkout.stripe.com/c/pay/cs_1",
	});
	expect(received[0]).toMatchObject({
		method: "POST",
		url: "/api/proxy/stripe/create-checkout-session",
		body: '{"price_id":"price_1"}',
	});
	expect(received[0]?.headers["content-type"]).toBe("application/json");
});

it.each([
	["a script", 200, { url: "javascript:alert(1)" }],
	["no address", 200, {}],
	["no JSON object", 200, null],
	["an error without an envelope", 502, "Bad gateway"],
])("says that payments cannot be reached when the answer is %s", async (_name, status, body) => {
	await page(status, body);
	const answer = await requestHostedPage(checkout, "/pricing");
	expect("problem" in answer && answer.problem.message).toContain("can't reach payments");
});

it("passes a refusal on in words", async () => {
	await page(409, { error: { code: "no_customer", message: "x" } });
	const answer = await requestHostedPage(
		{ page: "portal", returnPath: "/dashboard" },
		"/dashboard",
	);
	expect("problem" in answer && answer.problem.link?.href).toBe("/pricing");
});

it("reads the same target back out of the fields it writes for a browser without scripts", () => {
	for (const target of [checkout, { page: "portal", returnPath: "/dashboard" } as const]) {
		const form = new FormData();
		for (const [name, value] of Object.entries(fieldsFor(target))) form.set(name, value);
		expect(targetIn(form)).toEqual(target);
	}
	expect(targetIn(new FormData())).toBeNull();
});

// The pages in a real Chromium: scripts, focus, other origins, and what axe finds.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { executablePath, expectAccessible, openBrowser } from "./a-browser.ts";
import { aForm, openShop, type Shop } from "./a-shop.ts";

let browser: Browser;
let shop: Shop;
/** The shop's own site: another origin than the simulator's, as it always is. */
let site: Server;
let siteUrl: string;

describe.skipIf(executablePath === null)("in a browser", { timeout: 60_000 }, () => {
	beforeAll(async () => {
		browser = await openBrowser();
		shop = await openShop();
		site = createServer(answerAsShop).listen(0, "127.0.0.1");
		await new Promise((resolve) => site.once("listening", resolve));
		// A listening TCP server has an address record, which its type does not tell.
		siteUrl = `http://localhost:${(site.address() as AddressInfo).port}`;
	}, 60_000);
	afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
	afterAll(async () => {
		await browser?.close();
		site?.close();
		await shop?.close();
	});

	it("formats the card while it is typed", async () => {
		const page = await open(await checkoutUrl());
		await page.getByLabel("Card number").pressSequentially("378282246310005");
		await page.getByLabel("Expiration").pressSequentially("534");
		await page.getByLabel("CVC").pressSequentially("12a34");
		expect(await page.getByLabel("Card number").inputValue()).toBe("3782 822463 10005");
		expect(await page.getByLabel("Expiration").inputValue()).toBe("05 / 34");
		expect(await page.getByLabel("CVC").inputValue()).toBe("1234");
	});

	it("keeps the caret where a digit is put in or taken out", async () => {
		const page = await open(await checkoutUrl());
		const number = page.getByLabel("Card number");
		await number.pressSequentially("42424242");
		for (const key of ["ArrowLeft", "ArrowLeft", "9"]) await page.keyboard.press(key);
		expect(await number.inputValue()).toBe("4242 4294 2");
		await page.keyboard.press("Backspace");
		expect(await number.inputValue()).toBe("4242 4242");
	});

	it("lets the expiration be erased through its separator", async () => {
		const page = await open(await checkoutUrl());
		const expiry = page.getByLabel("Expiration");
		await expiry.pressSequentially("1234");
		for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("Backspace");
		expect(await expiry.inputValue()).toBe("");
	});

	it("pays with a picked card and arrives at the shop, through the shop's own redirects", async () => {
		const page = await open(await checkoutUrl());
		await page.getByRole("button", { name: "Pays (4242…)" }).click();
		await page.getByRole("button", { name: "Start trial" }).click();
		await page.waitForURL("**/thanks");
		expect(new URL(page.url()).hostname).toBe("127.0.0.1");
	});

	it("says that it is busy and sends the card once, however often the button is pressed", async () => {
		const page = await open(await checkoutUrl());
		const posts: string[] = [];
		page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
		await page.getByRole("button", { name: "Pays (4242…)" }).click();
		const button = await page.evaluate<string>(pressTwice);
		expect(button).toBe("Processing… disabled");
		await page.waitForURL("**/thanks");
		expect(posts).toHaveLength(1);
	});

	it("can be used again by whoever comes back to it", async () => {
		const page = await open(await checkoutUrl());
		await page.evaluate<string>(pressTwice);
		await page.getByRole("alert").first().waitFor();
		await page.goBack();
		await page.getByRole("button", { name: "Start trial" }).click();
		await page.getByRole("alert").first().waitFor();
	});

	it("takes a complaint back as soon as its field is put right", async () => {
		const page = await open(await checkoutUrl());
		await fill(page, "4000000000000002");
		await page.getByLabel("CVC").fill("1");
		await page.getByRole("button", { name: "Start trial" }).click();
		await page.getByRole("alert").first().waitFor();
		const complaints = () => page.getByRole("alert").count();
		const before = await complaints();
		await page.getByLabel("CVC").fill("123");
		expect(await complaints()).toBe(before - 1);
		expect(await page.getByLabel("CVC").getAttribute("aria-invalid")).toBeNull();
		await page.getByRole("button", { name: "Pays (4242…)" }).click();
		expect(await complaints()).toBe(0);
		expect(await page.locator(".problem").count()).toBe(0);
	});

	it.each([true, false])("moves the focus to what went wrong (scripts: %s)", async (scripts) => {
		const page = await open(await checkoutUrl(), { javaScriptEnabled: scripts });
		await fill(page, "4000000000000002");
		await page.getByRole("button", { name: "Start trial" }).click();
		await page.getByRole("alert").waitFor();
		expect(await page.getByRole("alert").textContent()).toContain("Your card was declined.");
		expect(await page.locator(".problem:focus").count()).toBe(1);
	});

	it("asks the bank and pays without scripts", async () => {
		const page = await open(await checkoutUrl(), { javaScriptEnabled: false });
		await page.getByText("Test card numbers").click();
		expect(await page.getByText("4000 0027 6000 3184").isVisible()).toBe(true);
		expect(await page.getByRole("button", { name: "Pays (4242…)" }).isVisible()).toBe(false);
		await fill(page, "4000002760003184");
		await page.getByRole("button", { name: "Start trial" }).click();
		await page.getByRole("button", { name: "Complete authentication" }).click();
		await page.waitForURL("**/thanks");
	});

	it.each([
		["light", { colorScheme: "light" }],
		["dark", { colorScheme: "dark" }],
		["narrow", { viewport: { width: 320, height: 640 } }],
	] as const)("has nothing for axe to find, and fits (%s)", async (_name, options) => {
		const context = await browser.newContext(options);
		const page = await context.newPage();
		for (const [name, arrive] of Object.entries(places)) {
			await arrive(page);
			await expectAccessible(page, name);
		}
	});
});

/** Runs in the page, where both presses happen before the form is gone. */
const pressTwice = `(() => {
	const button = document.querySelector("button.pay");
	button.click();
	button.click();
	return button.textContent + (button.disabled ? " disabled" : "");
})()`;

/** Every page there is, in a state worth looking at. */
const places: Record<string, (page: Page) => Promise<unknown>> = {
	checkout: async (page) => page.goto(await checkoutUrl()),
	errors: async (page) => {
		await page.getByRole("button", { name: "Start trial" }).click();
		await page.getByRole("alert").first().waitFor();
	},
	bank: async (page) => {
		await fill(page, "4000002760003184");
		await page.getByRole("button", { name: "Start trial" }).click();
		await page.getByRole("button", { name: "Fail authentication" }).waitFor();
	},
	unknown: (page) => page.goto(`${shop.simulator.url}/c/pay/cs_test_nobody`),
	portal: async (page) => page.goto(await portalUrl()),
	cancel: async (page) => {
		await page.getByRole("link", { name: "Cancel subscription" }).click();
		await page.getByRole("button", { name: "Confirm cancellation" }).waitFor();
	},
	canceled: async (page) => {
		await page.getByRole("button", { name: "Confirm cancellation" }).click();
		await page.getByRole("status").waitFor();
	},
};

async function open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
	const page = await browser.newPage(options);
	await page.goto(url);
	return page;
}

async function fill(page: Page, number: string): Promise<void> {
	await page.getByLabel("Card number").fill(number);
	await page.getByLabel("Expiration").fill("12/34");
	await page.getByLabel("CVC").fill("123");
	await page.getByLabel("Name on card").fill("Ada Lovelace");
}

async function checkoutUrl(): Promise<string> {
	const session = await shop.stripe.checkout.sessions.create({
		mode: "subscription",
		line_items: [{ price: shop.price.id, quantity: 1 }],
		customer_email: "ada@example.com",
		subscription_data: { trial_period_days: 7 },
		success_url: `${siteUrl}/done?session_id={CHECKOUT_SESSION_ID}`,
		cancel_url: `${siteUrl}/pricing`,
	});
	return session.url ?? "";
}

/** Somebody in their trial, who paid without a browser. */
async function portalUrl(): Promise<string> {
	const { id, url } = await shop.openSession(7, "ada@example.com");
	await shop.post(new URL(url ?? "").pathname, aForm({}));
	const { customer } = await shop.stripe.checkout.sessions.retrieve(id);
	const portal = await shop.stripe.billingPortal.sessions.create({
		customer: String(customer),
		return_url: `${siteUrl}/dashboard`,
	});
	return portal.url;
}

/** `/done` leads on to a third origin, as shops that sign people in do. */
function answerAsShop(request: IncomingMessage, response: ServerResponse) {
	if (!request.url?.startsWith("/done")) return response.end("Thanks");
	const { port } = site.address() as AddressInfo;
	response.writeHead(302, { location: `http://127.0.0.1:${port}/thanks` });
	return response.end();
}

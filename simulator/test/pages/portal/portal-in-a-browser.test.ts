// Portal, invoice and console in a real Chromium.
import type { Browser, Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { executablePath, expectAccessible, openBrowser } from "../a-browser.ts";
import { aCard, aVisitor, type Visitor } from "../a-visitor.ts";

let browser: Browser;
const room = "/_simulator/console";

describe.skipIf(executablePath === null)("in a browser", { timeout: 90_000 }, () => {
	beforeAll(async () => {
		browser = await openBrowser();
	}, 60_000);
	afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
	afterAll(() => browser?.close());

	it.each([true, false])(
		"somebody switches his tier from the portal (scripts: %s)",
		async (scripts) => {
			const shop = await aVisitor();
			const who = await shop.subscriber();
			shop.pass(10 * 86_400);
			await shop.newEvents();
			const page = await browser.newPage({ javaScriptEnabled: scripts });
			await page.goto(shop.simulator.url + (await shop.portal(who.customer)));
			await page.getByRole("link", { name: "Update subscription" }).click();
			await page.getByRole("radio", { name: /Empire/ }).check();
			await page.getByRole("button", { name: "Continue" }).click();
			await page.getByRole("button", { name: /^Pay \$\d+\.\d\d and update$/ }).click();
			await page.getByRole("status").getByText("has been updated").waitFor();
			expect(await page.getByRole("heading", { name: "Empire" }).count()).toBe(1);
			expect(await page.locator("table.invoices tbody tr").count()).toBe(2);
			const types = (await shop.newEvents()).map(({ type }) => type);
			expect(types).toContain("customer.subscription.updated");
			expect(types).toContain("invoice.paid");
		},
	);

	it("the whole choice can be made by keyboard", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const page = await browser.newPage();
		const home = await shop.portal(who.customer);
		await page.goto(`${shop.simulator.url}${home}/subscriptions/${who.subscription}/update`);
		await page.getByRole("radio", { name: /Founder/ }).focus();
		for (const key of ["ArrowDown", "Enter"]) await page.keyboard.press(key);
		await page.getByRole("heading", { name: "Confirm your update" }).waitFor();
		await page.getByRole("button", { name: /and update/ }).press("Enter");
		await page.getByRole("status").getByText("has been updated").waitFor();
	});

	it("a new card after a failed payment brings the subscription back", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber({ number: "4000000000000341", trialDays: 7 });
		shop.pass(7 * 86_400 + 2 * 3600);
		const page = await browser.newPage();
		await page.goto(shop.simulator.url + (await shop.portal(who.customer)));
		await page.getByText("Your last payment didn't go through.").waitFor();
		await page.getByRole("link", { name: "Update payment method" }).click();
		await page.getByRole("button", { name: "Pays (4242…)" }).click();
		await page.getByRole("button", { name: "Save card and pay" }).click();
		await page.getByRole("status").getByText("payment method has been updated").waitFor();
		expect(await page.getByText("Active").count()).toBe(1);
		const after = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(after.status).toBe("active");
	});

	it("an invoice is paid with a picked test card instead of the one on file", async () => {
		const { shop, invoice } = await owing();
		const page = await browser.newPage();
		await page.goto(invoice);
		expect(await page.getByLabel("Card number").isVisible()).toBe(false);
		await page.getByRole("button", { name: "Pays (4242…)" }).click();
		expect(await page.getByLabel("Card number").isVisible()).toBe(true);
		await page.getByRole("button", { name: "Pay $79.00" }).click();
		await page.getByText("paid on").waitFor();
		await shop.close();
	});

	it("the console follows what happens, and keeps what somebody is doing", async () => {
		const shop = await aVisitor();
		const page = await browser.newPage();
		await page.goto(`${shop.simulator.url}${room}/events`);
		await page.getByText("Live.").waitFor();
		await page.getByLabel("About object").fill("half typed");
		await shop.stripe.customers.create({});
		const row = page.getByRole("link", { name: "customer.created" });
		await page.getByLabel("Search for an id").click();
		await shop.stripe.products.create({ name: "Poster" });
		await row.waitFor();
		await page.goto(shop.simulator.url);
		await page.getByRole("button", { name: "Forward + 1 year" }).click();
		await page.waitForURL(`${shop.simulator.url}/`);
		await page
			.locator(".clock-bar", { hasText: String(new Date().getUTCFullYear() + 1) })
			.waitFor();
	});

	it.each([
		["light", { colorScheme: "light" }, undefined],
		// The marks are the same; only colours and places of things differ.
		["dark", { colorScheme: "dark" }, ["color-contrast"]],
		["narrow", { viewport: { width: 320, height: 640 } }, ["target-size"]],
	] as const)(
		"there is nothing for axe to find, and all fits (%s)",
		async (_name, options, rules) => {
			const places = await everyPlace();
			const context = await browser.newContext(options);
			const page = await context.newPage();
			for (const [name, arrive] of Object.entries(places)) {
				await arrive(page);
				await expectAccessible(page, name, rules && [...rules]);
			}
		},
	);
});

async function owing() {
	const shop = await aVisitor();
	const who = await shop.subscriber({ number: "4000000000000341", trialDays: 7 });
	shop.pass(7 * 86_400 + 2 * 3600);
	const { data } = await shop.stripe.invoices.list({ customer: who.customer, status: "open" });
	return { shop, who, invoice: data[0]?.hosted_invoice_url ?? "" };
}

/** Every page of these rooms, in a state worth looking at. */
async function everyPlace(): Promise<Record<string, (page: Page) => Promise<unknown>>> {
	const { shop, who: late, invoice } = await owing();
	const who = await shop.subscriber();
	const home = `${shop.simulator.url}${await shop.portal(who.customer)}`;
	const update = `${home}/subscriptions/${who.subscription}/update`;
	const to = (path: string) => (page: Page) => page.goto(path);
	const inConsole = (path: string) => to(`${shop.simulator.url}${room}/${path}`);
	return {
		home: to(home),
		late: to(`${shop.simulator.url}${await shop.portal(late.customer)}`),
		update: to(update),
		yearly: to(`${update}?rhythm=year+1`),
		confirm: to(`${update}/confirm?price=${shop.prices["empire month"]}&quantity=1`),
		schedule: to(`${update}/confirm?price=${shop.prices["freelancer month"]}&quantity=1`),
		unchanged: to(`${update}/confirm?price=${shop.prices["founder month"]}&quantity=1`),
		card: to(`${home}/payment-methods/new`),
		details: to(`${home}/details`),
		cancel: to(`${home}/subscriptions/${who.subscription}/cancel`),
		...(await withSchedule(shop)),
		invoice: to(invoice),
		refused: async (page) => {
			await page.getByRole("button", { name: "Pay $79.00" }).click();
			await page.getByRole("alert").first().waitFor();
		},
		console: to(shop.simulator.url),
		objects: inConsole("objects"),
		customers: inConsole("objects/customer"),
		object: inConsole(`object/${who.subscription}`),
		events: inConsole("events"),
		event: async (page) => {
			await page.locator(".grid a").first().click();
			await page.getByRole("heading", { name: "Deliveries" }).waitFor();
		},
		webhooks: inConsole("webhooks"),
		time: inConsole("time"),
		faults: inConsole("faults"),
		nobody: inConsole("object/cus_nobody"),
	};
}

async function withSchedule(shop: Visitor) {
	const who = await shop.subscriber();
	const home = await shop.portal(who.customer);
	const form = { price: shop.prices["freelancer month"], quantity: "1", ...aCard() };
	await shop.submit(`${home}/subscriptions/${who.subscription}/update/confirm`, form);
	return { scheduled: (page: Page) => page.goto(`${shop.simulator.url}${home}`) };
}

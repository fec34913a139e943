// The newer pages in a real Chromium: what axe finds in both themes, from a small phone to a desk, and keys alone.
import type { Browser, Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { executablePath, expectAccessible, openBrowser } from "../pages/a-browser.ts";
import { aVisitor } from "../pages/a-visitor.ts";

let browser: Browser;

describe.skipIf(executablePath === null)("in a browser", { timeout: 60_000 }, () => {
	beforeAll(async () => {
		browser = await openBrowser();
	}, 60_000);
	afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
	afterAll(() => browser?.close());

	it.each([
		[
			"light, at a desk",
			{ colorScheme: "light", viewport: { width: 1440, height: 900 } },
			undefined,
		],
		["dark", { colorScheme: "dark" }, ["color-contrast"]],
		["on a small phone", { viewport: { width: 320, height: 640 } }, ["target-size"]],
	] as const)("there is nothing for axe to find, and all fits (%s)", async (_, options, rules) => {
		const { pages } = await everyPlace();
		const context = await browser.newContext({ ...options, reducedMotion: "reduce" });
		const page = await context.newPage();
		for (const [name, arrive] of Object.entries(pages)) {
			await arrive(page);
			await expectAccessible(page, name, rules && [...rules]);
		}
	});

	it("a session that asks for much is paid by keys alone, and its complaints are met first", async () => {
		const { asking } = await everyPlace();
		const page = await browser.newPage();
		await page.goto(await asking());
		await type(page, "Phone", "+43 1 234");
		await type(page, "Card number", "4242424242424242");
		await type(page, "Expiration", "1240");
		await type(page, "CVC", "123");
		await type(page, "Name on card", "Ada Lovelace");
		await page.getByLabel("Lucky number").press("Enter");
		await page.getByRole("group", { name: "Check what is asked" }).waitFor();
		expect(await page.locator(".problem:focus").count()).toBe(1);
		await page.getByRole("link", { name: "Lucky number" }).press("Enter");
		await page.keyboard.type("7");
		await page.getByLabel("I agree").press("Space");
		await type(page, "Card number", "4242424242424242");
		await type(page, "CVC", "123");
		const arrived = page.waitForRequest("http://localhost:1/none");
		await page.keyboard.press("Enter");
		await arrived;
	});

	it("nothing moves for those who asked for that", async () => {
		const { asking } = await everyPlace();
		const page = await browser.newPage({ reducedMotion: "reduce" });
		await page.goto(await asking());
		const moving = `[...document.querySelectorAll("*")].filter((one) => {
			const { transitionDuration, animationName } = getComputedStyle(one);
			return transitionDuration !== "0s" || animationName !== "none";
		}).length`;
		expect(await page.evaluate<number>(moving)).toBe(0);
	});
});

async function type(page: Page, label: string, words: string): Promise<void> {
	await page.getByLabel(label, { exact: true }).focus();
	await page.keyboard.type(words);
}

/** The newer pages, each in a state worth looking at. */
async function everyPlace() {
	const shop = await aVisitor();
	const { stripe } = shop;
	const who = await shop.subscriber();
	await stripe.customers.createTaxId(who.customer, { type: "eu_vat", value: "ATU12345678" });
	const coupon = await stripe.coupons.create({ percent_off: 20, duration: "once" });
	const { id: configuration } = await shop.configuration({
		customer_update: { enabled: true, allowed_updates: ["name", "shipping", "tax_id"] },
		subscription_cancel: { enabled: true },
		subscription_pause: {
			enabled: true,
			duration: { type: "interval_options", interval_options: [{ interval: "month" }] },
		},
		subscription_update: {
			enabled: true,
			default_allowed_updates: ["price", "promotion_code"],
			proration_behavior: "always_invoice",
		},
	});
	const asking = async () => {
		const session = await stripe.checkout.sessions.create({
			mode: "subscription",
			customer: who.customer,
			line_items: [{ price: shop.prices["founder month"], quantity: 1 }],
			success_url: "http://localhost:1/none",
			phone_number_collection: { enabled: true },
			consent_collection: { terms_of_service: "required" },
			custom_fields: [
				{ key: "lucky", label: { type: "custom", custom: "Lucky number" }, type: "numeric" },
			],
		});
		return session.url ?? "";
	};
	const home = shop.simulator.url + (await shop.portal(who.customer, { configuration }));
	const offer = await shop.portal(who.customer, {
		configuration,
		flow_data: {
			type: "subscription_cancel",
			subscription_cancel: {
				subscription: who.subscription,
				retention: { type: "coupon_offer", coupon_offer: { coupon: coupon.id } },
			},
		},
	});
	const to = (url: string) => (page: Page) => page.goto(url);
	const subscription = `${home}/subscriptions/${who.subscription}`;
	const confirm = `${subscription}/update/confirm?price=${shop.prices["empire month"]}&quantity=1`;
	const pages: Record<string, (page: Page) => Promise<unknown>> = {
		asking: async (page) => page.goto(await asking()),
		complaining: async (page) => {
			await page.getByRole("button", { name: "Subscribe" }).click();
			await page.getByRole("alert").first().waitFor();
		},
		home: to(home),
		details: to(`${home}/details`),
		taxId: to(`${home}/tax-ids/new`),
		pause: to(`${subscription}/pause`),
		wrongCode: to(`${confirm}&code=NOPE`),
		offer: to(shop.simulator.url + offer),
	};
	return { pages, asking };
}

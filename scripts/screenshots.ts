// Takes the README's pictures from a running `npm start`: `node scripts/run.mjs scripts/screenshots.ts`.
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { browserArguments, browserPath } from "./browser.ts";
import { readStartSettings, root } from "./start/settings.ts";

const { baseUrl } = readStartSettings(process.env, []);
const viewport = { width: 1280, height: 800 };

const browser = await chromium.launch({
	executablePath: await browserPath(),
	args: browserArguments,
});
const page = await browser.newPage({ baseURL: baseUrl, viewport, colorScheme: "light" });
await page.goto("/pricing");
await picture(page, "pricing");
await subscribe(page);
await picture(page, "dashboard");
await browser.close();

async function subscribe(page: Page): Promise<void> {
	await page.goto("/sign-up?next=%2Fpricing");
	await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
	await page.getByLabel("Email", { exact: true }).fill(`ada.${Date.now()}@example.com`);
	await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
	await page.getByRole("button", { name: "Create account" }).click();
	const founder = page.getByRole("article", { name: "Founder" });
	await founder.getByRole("button", { name: "Start free trial" }).click();
	await page.getByLabel("Card number").fill("4242 4242 4242 4242");
	await page.getByLabel("Expiration").fill("12 / 34");
	await page.getByLabel("CVC").fill("123");
	await page.getByLabel("Name on card").fill("Ada Lovelace");
	await page.getByRole("button", { name: "Start trial" }).click();
	await page.waitForURL("**/dashboard?**");
	await page
		.getByRole("main")
		.getByText(/trialing/i)
		.first()
		.waitFor();
}

async function picture(page: Page, name: string): Promise<void> {
	await page.evaluate("document.fonts.ready");
	await page.screenshot({ path: join(root, `docs/images/${name}.png`), animations: "disabled" });
}

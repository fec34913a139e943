// What a person does on the pages, in the words that stand on them.
import { expect, type Page } from "@playwright/test";

export const cards = {
	pays: "4242 4242 4242 4242",
	isDeclined: "4000 0000 0000 0002",
};

let people = 0;

/** A person nobody has met before, by name and address. */
export function newPerson(): { name: string; email: string; password: string } {
	people += 1;
	return {
		name: `Ada ${people}`,
		email: `ada.${people}.${process.pid}@example.com`,
		password: "correct horse battery",
	};
}

/** Fills the sign-up form of the page at hand and sends it. */
export async function fillSignUp(page: Page): Promise<void> {
	const person = newPerson();
	await page.getByLabel("Name", { exact: true }).fill(person.name);
	await page.getByLabel("Email", { exact: true }).fill(person.email);
	await page.getByLabel("Password", { exact: true }).fill(person.password);
	await page.getByRole("button", { name: "Create account" }).click();
}

/** A new account, with its owner standing before the prices. */
export async function signUp(page: Page): Promise<void> {
	await page.goto("/sign-up?next=%2Fpricing");
	await fillSignUp(page);
	await expect(page).toHaveURL("/pricing");
}

/** From the prices to Stripe's page, by the button of one tier. */
export async function openCheckout(page: Page, tier: string): Promise<void> {
	await tierCard(page, tier).getByRole("button", { name: "Start free trial" }).click();
	await expect(page.getByLabel("Card number")).toBeVisible();
}

export function tierCard(page: Page, tier: string) {
	return page.getByRole("article", { name: tier });
}

/** Fills Checkout's card form and sends it. */
export async function payWith(page: Page, card: string): Promise<void> {
	await page.getByLabel("Card number").fill(card);
	await page.getByLabel("Expiration").fill("12 / 34");
	await page.getByLabel("CVC").fill("123");
	await page.getByLabel("Name on card").fill("Ada Lovelace");
	await page.getByRole("button", { name: "Start trial" }).click();
}

export interface Billing {
	subscription_status: string | null;
	subscription_tier: string | null;
	subscription: { trial_ends_at: string | null } | null;
}

/** What the backend says of the person who is signed in, through the frontend's own proxy. */
export async function billingOf(page: Page): Promise<Billing> {
	const reply = await page.request.get("/api/proxy/billing/me");
	expect(reply.status()).toBe(200);
	return reply.json();
}

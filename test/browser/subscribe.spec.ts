// From sign-up to a running trial, and what happens on the second try.
import { expect, test } from "@playwright/test";
import { billingOf, cards, fillSignUp, openCheckout, payWith, signUp, tierCard } from "./person.ts";

const dayMs = 24 * 60 * 60 * 1000;

test("a new user pays on Checkout and the dashboard shows Founder on trial for 7 days", async ({
	page,
}) => {
	await signUp(page);
	await openCheckout(page, "Founder");
	await payWith(page, cards.pays);

	await expect(page).toHaveURL(/\/dashboard\?session_id=cs_test_\w+/);
	await expect(page.getByRole("main")).toContainText("Founder");
	await expect(page.getByRole("main")).toContainText(/trialing/i);

	const billing = await billingOf(page);
	expect(billing).toMatchObject({
		subscription_status: "trialing",
		subscription_tier: "founder",
	});
	const trialEndsAt = billing.subscription?.trial_ends_at ?? "";
	const daysLeft = (Date.parse(trialEndsAt) - Date.now()) / dayMs;
	expect(daysLeft).toBeGreaterThan(6.99);
	expect(daysLeft).toBeLessThanOrEqual(7);
	const day = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" });
	await expect(page.getByRole("main")).toContainText(day.format(new Date(trialEndsAt)));
});

test("the state is still there after a reload without the session id", async ({ page }) => {
	await signUp(page);
	await openCheckout(page, "Freelancer");
	await payWith(page, cards.pays);
	await expect(page.getByRole("main")).toContainText(/trialing/i);

	await page.goto("/dashboard");
	await expect(page.getByRole("main")).toContainText("Freelancer");
	await expect(page.getByRole("main")).toContainText(/trialing/i);
	await page.goto("/pricing");
	await expect(
		tierCard(page, "Freelancer").getByRole("button", { name: "Current tier" }),
	).toBeDisabled();
});

test("a signed-out click on a tier leads through sign-up and back to that tier", async ({
	page,
}) => {
	await page.goto("/pricing");
	await tierCard(page, "Empire").getByRole("button", { name: "Start free trial" }).click();
	await expect(page).toHaveURL(/\/sign-up\?next=/);
	await fillSignUp(page);

	await expect(page).toHaveURL(/\/pricing\?.*tier=empire/);
	await expect(tierCard(page, "Empire")).toContainText("Your choice");
	await openCheckout(page, "Empire");
	await expect(page.getByText("Empire").first()).toBeVisible();
});

test("a second tab that still offers a trial is told that there is a subscription", async ({
	page,
	context,
}) => {
	await signUp(page);
	const secondTab = await context.newPage();
	await secondTab.goto("/pricing");
	await openCheckout(page, "Founder");
	await payWith(page, cards.pays);
	await expect(page.getByRole("main")).toContainText(/trialing/i);

	await tierCard(secondTab, "Empire").getByRole("button", { name: "Start free trial" }).click();
	const alert = secondTab.getByRole("main").getByRole("alert");
	await expect(alert).toContainText("You already have a subscription");
	await expect(alert.getByRole("link")).toHaveAttribute("href", /^(http|\/)/);
	expect(await billingOf(page)).toMatchObject({ subscription_tier: "founder" });
});

// A card that is declined changes nothing, and a good one on the same page still works.
import { expect, test } from "@playwright/test";
import { billingOf, cards, openCheckout, payWith, signUp } from "./person.ts";

test("a declined card is said in place, changes nothing, and a good card then pays", async ({
	page,
	context,
}) => {
	await signUp(page);
	await openCheckout(page, "Founder");
	const checkoutUrl = page.url();
	await payWith(page, cards.isDeclined);

	await expect(page.getByText("Your card was declined").first()).toBeVisible();
	await expect(page.getByLabel("Card number")).toHaveAttribute("aria-invalid", "true");
	expect(new URL(page.url()).pathname).toBe(new URL(checkoutUrl).pathname);
	expect(await billingOf(page)).toMatchObject({
		subscription_status: null,
		subscription_tier: null,
		subscription: null,
	});
	const dashboard = await context.newPage();
	await dashboard.goto("/dashboard");
	await expect(dashboard.getByRole("main")).not.toContainText("Founder");
	await expect(
		dashboard.getByRole("main").getByRole("link", { name: /pricing|tier/i }),
	).toBeVisible();

	await payWith(page, cards.pays);
	await expect(page).toHaveURL(/\/dashboard\?session_id=/);
	await expect(page.getByRole("main")).toContainText("Founder");
	expect(await billingOf(page)).toMatchObject({
		subscription_status: "trialing",
		subscription_tier: "founder",
	});
});

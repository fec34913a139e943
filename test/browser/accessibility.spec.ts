// No page keeps anybody out: no serious or critical finding of axe, in light and in dark.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { cards, openCheckout, payWith, signUp } from "./person.ts";

for (const colorScheme of ["light", "dark"] as const) {
	test.describe(`in ${colorScheme} colours`, () => {
		test.use({ colorScheme });

		test("the pages before signing in are accessible", async ({ page }) => {
			for (const path of ["/pricing", "/sign-up", "/sign-in"]) {
				await page.goto(path);
				expect(await seriousFindings(page), path).toEqual([]);
			}
		});

		test("Checkout, also with an error on it, and the dashboard are accessible", async ({
			page,
		}) => {
			await signUp(page);
			await page.goto("/dashboard");
			expect(await seriousFindings(page), "dashboard without a subscription").toEqual([]);
			await page.goto("/pricing");
			await openCheckout(page, "Founder");
			expect(await seriousFindings(page), "Checkout").toEqual([]);
			await payWith(page, cards.isDeclined);
			await expect(page.getByText("Your card was declined").first()).toBeVisible();
			expect(await seriousFindings(page), "Checkout with an error").toEqual([]);
			await payWith(page, cards.pays);
			await expect(page.getByRole("main")).toContainText(/trialing/i);
			expect(await seriousFindings(page), "dashboard on trial").toEqual([]);
		});
	});
}

async function seriousFindings(page: Page): Promise<string[]> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	return violations
		.filter(({ impact }) => impact === "serious" || impact === "critical")
		.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

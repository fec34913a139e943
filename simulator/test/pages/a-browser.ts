// A real Chromium for tests, where one starts.
import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Page } from "@playwright/test";
import { expect } from "vitest";
import { browserArguments, browserPath } from "../../../scripts/browser.ts";

/** Null where no Chromium starts; the tests say so and skip. */
export const executablePath = await browserPath().catch((problem: unknown) => {
	console.warn(`The hosted pages were not opened in a browser: ${String(problem)}`);
	return null;
});

export function openBrowser() {
	return chromium.launch({ executablePath: executablePath ?? "", args: browserArguments });
}

/** Nothing for axe to find, by all its rules or the given ones, and nothing wider than the window. */
export async function expectAccessible(page: Page, name: string, rules?: string[]): Promise<void> {
	// The other mode opens a second page for each analysis, to gather frames; there are none.
	const axe = new AxeBuilder({ page }).setLegacyMode(true);
	const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
	expect(violations.map(({ id, nodes }) => [name, id, nodes[0]?.html])).toEqual([]);
	const overflow = "document.documentElement.scrollWidth - window.innerWidth";
	expect(await page.evaluate<number>(overflow), name).toBeLessThanOrEqual(0);
}

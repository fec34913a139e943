// What the Checkout page says, for every kind of session.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyForm } from "../../../src/pages/card/card-fields.ts";
import { completePage, expiredPage } from "../../../src/pages/checkout/checkout-notices.ts";
import { checkoutPage } from "../../../src/pages/checkout/checkout-page.ts";
import { type Html, toText } from "../../../src/pages/frame/html.ts";
import { aCheckout, aLine, now } from "../a-view.ts";

const show = (over: Parameters<typeof aCheckout>[0]) =>
	textOf(checkoutPage(aCheckout(over), emptyForm, now));

describe("the Checkout page", () => {
	it("says with a trial what is free, what follows, and when", () => {
		const page = show({});
		expect(page).toContain("Try Founder");
		expect(page).toContain("7 days free");
		expect(page).toContain("Then $79.00 per month");
		expect(page).toContain("Total due today $0.00");
		expect(page).toContain("On November 29, 2026 your card is charged $79.00");
		expect(page).toContain("Start trial");
		expect(page).not.toContain("Subscribe");
	});

	it("says without a trial what is due today", () => {
		const page = show({ trialDays: 0, trialEndsAt: null, amountDueToday: 7900 });
		expect(page).toContain("Subscribe to Founder");
		expect(page).toContain("Total due today $79.00");
		expect(page).toContain("You pay $79.00 today, and then $79.00 every month until you cancel.");
		expect(page).not.toContain("trial");
	});

	it("counts the end of a trial from now when billing does not know it yet", () => {
		expect(show({ trialEndsAt: null })).toContain("On November 29, 2026 your card is charged");
	});

	it("names no sum that nobody will ever be charged when lines renew apart", () => {
		const lines = [aLine({}), aLine({ interval: "year", unitAmount: 1000 })];
		const page = show({ lines });
		expect(page).toContain("Then the prices below");
		expect(page).not.toContain("$89.00");
	});

	it("is marked as a simulation, and says so on every page around it", () => {
		const view = aCheckout({});
		for (const page of [checkoutPage(view, emptyForm, now), expiredPage(view, now)])
			expect(toText(page)).toContain("Simulated checkout: no real money");
	});

	it("marks the field at fault, ties the sentence to it and sends the focus to the summary", () => {
		const errors = { number: "Your card was declined. Try a different card." };
		const state = { ...emptyForm, errors, problem: "Nothing was charged" };
		const page = toText(checkoutPage(aCheckout({}), state, now));
		expect(page).toMatch(
			/<input id="number"[^>]*aria-invalid="true" aria-describedby="number-error"/,
		);
		expect(page).toMatch(
			/id="number-error" role="alert">Your card was declined\. Try a different card\./,
		);
		expect(page).toMatch(/<div class="problem"[^>]* tabindex="-1" autofocus/);
		expect(page).not.toMatch(/<input id="cvc"[^>]*aria-invalid/);
	});

	it("asks for number and CVC again when the complaint is about something else", () => {
		const words = "Enter the card number and CVC again.";
		const wrong = (errors: Record<string, string>) =>
			toText(checkoutPage(aCheckout({}), { ...emptyForm, errors, problem: "No" }, now));
		expect(wrong({ name: "Enter the name on the card." })).toContain(words);
		expect(wrong({ number: "Wrong.", cvc: "Wrong." })).not.toContain(words);
	});

	it("links only to web addresses, whatever address the session was made with", () => {
		const session = { ...aCheckout({}).session, cancelUrl: "javascript:alert(1)" };
		expect(toText(checkoutPage(aCheckout({ session }), emptyForm, now))).not.toContain(
			"javascript:",
		);
		expect(toText(expiredPage(aCheckout({ session }), now))).not.toContain("javascript:");
	});

	it("leads from a finished session on to the shop, with the session's id in the address", () => {
		const page = toText(completePage(aCheckout({}), now));
		expect(page).toContain('href="https://shop.test/done?session_id=cs_test_1"');
	});

	it("lets no name, description or e-mail add a tag or end an attribute", () => {
		const words = fc.string({
			unit: fc.constantFrom("<", ">", '"', "'", "&", "/", "a", "="),
			minLength: 1,
		});
		const marks = (text: string) => text.match(/[<>"]/g)?.length;
		const render = (name: string) =>
			toText(
				checkoutPage(
					aCheckout({
						lines: [aLine({ productName: name, description: name })],
						customerEmail: name,
						businessName: name,
					}),
					{ ...emptyForm, name, expiry: name, errors: { number: name }, problem: name },
					now,
				),
			);
		const harmless = marks(render("a"));
		fc.assert(
			fc.property(words, (name) => {
				expect(marks(render(name))).toBe(harmless);
			}),
		);
	});
});

/** What a reader sees: tags gone, blanks joined. */
function textOf(page: Html): string {
	return toText(page)
		.replace(/<[^>]*>/g, " ")
		.replace(/\s+/g, " ");
}

// What the portal says about each state of a subscription.
import { describe, expect, it } from "vitest";
import { toText } from "../../../src/pages/frame/html.ts";
import { portalPage } from "../../../src/pages/portal/portal-page.ts";
import { portalCancelPage } from "../../../src/pages/portal/subscription/cancel-page.ts";
import { aPortal, aScene, aSubscription, now } from "../a-view.ts";

const inAMonth = Date.UTC(2026, 11, 22) / 1000;
const show = (over: Parameters<typeof aSubscription>[0]) =>
	toText(portalPage(aScene(aPortal({ subscriptions: [aSubscription(over)] })), null));

describe("the portal", () => {
	it.each([
		[{}, "Free until November 29, 2026."],
		[{ status: "active", currentPeriodEndsAt: inAMonth }, "Renews on December 22, 2026."],
		[{ status: "past_due" }, "The last payment did not go through."],
		[{ status: "active", cancelsAt: inAMonth }, "You keep access until December 22, 2026."],
		[{ status: "trialing", cancelsAt: inAMonth }, "You keep access until December 22, 2026."],
		[{ status: "canceled" }, "This subscription has ended."],
		[{ status: "paused" }, "Nothing is charged while it is paused."],
	])("says of %j: %s", (over, words) => expect(show(over)).toContain(words));

	it("shows a status of a later Stripe by its own word", () => {
		expect(show({ status: "hibernating" })).toContain("hibernating");
	});

	it("offers to cancel what runs, to resume what is ending, and nothing once it is over", () => {
		expect(show({})).toContain("Cancel subscription");
		expect(show({})).not.toContain("Resume subscription");
		expect(show({ cancelsAt: inAMonth })).toContain("Resume subscription");
		expect(show({ cancelsAt: inAMonth })).not.toContain("Cancel subscription");
		expect(show({ status: "canceled", cancelsAt: inAMonth })).not.toMatch(/Cancel s|Resume s/);
	});

	it("charges for all seats in the price it shows", () => {
		expect(show({ quantity: 3 })).toContain("$237.00 per month");
	});

	it("names the day access ends before anything is cancelled", () => {
		const page = toText(portalCancelPage(aScene(aPortal({})), aSubscription({})));
		expect(page).toContain("You keep access until <strong>November 29, 2026</strong>");
		expect(page).toContain("Confirm cancellation");
		expect(page).toContain("Keep subscription");
	});

	it("says what was done, but never what has been undone since", () => {
		const going = aPortal({});
		const ending = aPortal({ subscriptions: [aSubscription({ cancelsAt: inAMonth })] });
		const words = "Your subscription is canceled.";
		expect(toText(portalPage(aScene(ending), "canceled"))).toContain(words);
		expect(toText(portalPage(aScene(going), "canceled"))).not.toContain(words);
		expect(toText(portalPage(aScene(ending), "resumed"))).not.toContain("will continue");
	});

	it("lists invoices with their amounts, drafts without a number included", () => {
		const invoices = [
			{
				id: "in_1",
				number: "A-0001",
				createdAt: now,
				total: 7900,
				amountDue: 0,
				currency: "usd",
				status: "paid",
				tried: true,
			},
			{
				id: "in_2",
				number: null,
				createdAt: now,
				total: 500,
				amountDue: 0,
				currency: "jpy",
				status: null,
				tried: false,
			},
		];
		const page = toText(portalPage(aScene(aPortal({ invoices })), null));
		expect(page).toContain("A-0001");
		expect(page).toContain("$79.00");
		expect(page).toContain("¥500");
		expect(page.match(/Draft/g)).toHaveLength(2);
	});
});

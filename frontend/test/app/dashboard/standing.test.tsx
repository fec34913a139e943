// What the dashboard says about every status, in words and in dates.
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { priceText, standingOf } from "../../../src/app/dashboard/standing.ts";
import { SubscriptionCard } from "../../../src/app/dashboard/subscription-card.tsx";
import { aBilling, aSubscription } from "../../support/billing.ts";

const trialing = aSubscription({ status: "trialing", trial_ends_at: "2026-11-29T10:00:00Z" });
const ends = "2026-12-22T10:00:00Z";

describe("the message", () => {
	it.each([
		["trialing", "full", "Free trial", "none"],
		["active", "full", "Active", "none"],
		["past_due", "grace", "Payment overdue", "portal"],
		["past_due", "blocked", "Payment overdue", "portal"],
		["unpaid", "blocked", "Unpaid", "portal"],
		["paused", "blocked", "Paused", "portal"],
		["incomplete", "blocked", "Payment incomplete", "portal"],
		["incomplete_expired", "blocked", "Never started", "pricing"],
		["canceled", "blocked", "Canceled", "pricing"],
	] as const)("for %s with access %s is %s, and leads to %s", (status, access, word, action) => {
		const standing = standingOf(aBilling(aSubscription({ status }), access));
		expect(standing).toMatchObject({ word, action });
		expect(standing.title && standing.text).toBeTruthy();
		expect(standing.actionLabel === "").toBe(action === "none");
	});

	it("names the day and the amount of the first charge during a trial", () => {
		expect(standingOf(aBilling(trialing)).text).toBe(
			"Then $79/month, from Nov 29, 2026. Cancel before that and you pay nothing.",
		);
	});

	it("tells grace from blocked when a payment failed", () => {
		const overdue = aSubscription({ status: "past_due" });
		expect(standingOf(aBilling(overdue, "grace")).text).toContain("still have access");
		expect(standingOf(aBilling(overdue, "blocked")).text).toContain("Access is paused");
	});

	it("says when a cancelled subscription or trial ends, and that one may resume", () => {
		const subscription = aSubscription({ cancels_at: ends });
		expect(standingOf(aBilling(subscription))).toMatchObject({
			title: "Your subscription ends on Dec 22, 2026",
			actionLabel: "Resume",
		});
		const trial = { ...trialing, cancels_at: ends };
		expect(standingOf(aBilling(trial)).title).toBe("Your trial ends on Dec 22, 2026");
	});

	it("does not offer to resume what has ended", () => {
		const ended = aSubscription({ status: "canceled", cancels_at: ends, ended_at: ends });
		expect(standingOf(aBilling(ended, "blocked"))).toMatchObject({
			text: "It ended on Dec 22, 2026. You are welcome back any time.",
			action: "pricing",
		});
	});

	it("leads to the prices without a subscription, unless access was given", () => {
		expect(standingOf(aBilling(null, "blocked")).action).toBe("pricing");
		expect(standingOf(aBilling(null, "full")).word).toBe("Complimentary");
	});

	it("shows a status that Stripe adds later as it is", () => {
		const standing = standingOf(aBilling(aSubscription({ status: "resting" }), "blocked"));
		expect(standing).toMatchObject({ word: "resting", action: "portal" });
	});
});

it.each([
	[{}, "$79/month"],
	[{ quantity: 3 }, "$237/month"],
	[{ interval: "year", unit_amount: 79000 }, "$790/year"],
	[{ interval: null }, "$79"],
	[{ unit_amount: null }, null],
])("words the price of %j as %s", (with_, words) => {
	expect(priceText(aSubscription(with_))).toBe(words);
});

describe("the card", () => {
	const text = (html: string) =>
		html
			.replaceAll("<!-- -->", "")
			.replace(/<[^>]+>/g, " ")
			.replace(/\s+/g, " ");
	const card = (...args: Parameters<typeof aBilling>) =>
		renderToStaticMarkup(<SubscriptionCard billing={aBilling(...args)} />);

	it("shows tier, raw status, trial end and first charge of a trial", () => {
		const html = card(trialing);
		expect(text(html)).toContain("Founder trialing Trial ends Nov 29, 2026");
		expect(html).toContain('<time dateTime="2026-11-29T10:00:00Z"');
		expect(text(html)).toContain("First charge Nov 29, 2026 Access Full access");
		expect(text(html)).toContain("Manage billing");
	});

	it("promises no charge once the subscription is to end, and names that day", () => {
		const words = text(card(aSubscription({ cancels_at: ends })));
		expect(words).toContain("Next charge None Ends Dec 22, 2026");
	});

	it("shows neither charge nor end to come for what has ended", () => {
		const over = aSubscription({ status: "canceled", cancels_at: ends, ended_at: ends });
		const words = text(card(over, "blocked"));
		expect(words).toContain("Ended Dec 22, 2026 Access No access");
		expect(words).not.toContain("Next charge");
	});

	it("falls back to the tier's key, and says so when there is none", () => {
		expect(text(card(aSubscription({ tier_display_name: null })))).toContain("founder active");
		const unknown = aSubscription({ tier_display_name: null, tier_name: null });
		expect(text(card(unknown))).toContain("No tier active");
	});
});

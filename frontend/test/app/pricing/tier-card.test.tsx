// What a tier card says and offers, rendered as the server does.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { TierCard } from "../../../src/app/pricing/tier-card.tsx";
import { offerOf } from "../../../src/app/pricing/tier-offer.ts";
import { safeNextPath } from "../../../src/session/next-path.ts";
import { aPrice, aTier } from "../../support/billing.ts";

function card(with_: Partial<Parameters<typeof TierCard>[0]> = {}): string {
	const markup = renderToStaticMarkup(
		<TierCard
			tier={aTier()}
			interval="month"
			currency="usd"
			signedIn={true}
			chosen={false}
			locked={false}
			onPendingChange={() => {}}
			{...with_}
		/>,
	);
	return markup.replaceAll("<!-- -->", "");
}

const priced = (price: Parameters<typeof aPrice>[0]) => aTier({ prices: [aPrice(price)] });

it("is an article with the tier's name, its price, its trial and what is in it", () => {
	const html = card();
	expect(html).toMatch(/^<article [^>]*aria-label="Founder"/);
	expect(html).toContain("$79</span>");
	expect(html).toContain("7 days free, then $79/month. Cancel any time.");
	expect(html).toContain("Unlimited projects");
	expect(html).toContain("Most popular");
});

it("says most popular in words only where the catalogue does", () => {
	expect(card({ tier: aTier({ highlighted: false }) })).not.toContain("Most popular");
});

it.each([
	[{ action: "subscribe", trial_days: 7 }, "Start free trial"],
	[{ action: "subscribe", trial_days: 0 }, "Subscribe"],
	[{ action: "upgrade" }, "Upgrade"],
	[{ action: "downgrade" }, "Downgrade"],
	[{ action: "switch", interval: "month" }, "Switch to monthly"],
] as const)("for %j offers one button, %s", (price, label) => {
	const buttons = [...card({ tier: priced(price) }).matchAll(/<button[^>]*>(.*?)<\/button>/g)];
	expect(buttons.map((match) => match[1])).toEqual([label]);
});

it("says Switch to yearly on the yearly price of the tier one has", () => {
	const html = card({ tier: priced({ action: "switch", interval: "year" }), interval: "year" });
	expect(html).toContain(">Switch to yearly</button>");
});

it("disables the button of the tier one has, and shows no terms for it", () => {
	const html = card({ tier: priced({ action: "current" }) });
	expect(html).toMatch(/<button[^>]* disabled=""[^>]*>Current tier<\/button>/);
	expect(html).not.toContain("Cancel any time");
});

it("leads someone without an account to sign up, and back to this price", () => {
	const html = card({ signedIn: false });
	expect(html).toContain('action="/sign-up"');
	const offer = offerOf(aPrice({ interval: "year" }), "founder", false);
	const next = offer.kind === "sign-up" ? offer.next : "";
	expect(next).toBe("/pricing?interval=year&tier=founder#founder");
	expect(safeNextPath(next, "/otherwise")).toBe(next);
});

it("shows nothing for an interval in which the tier is not sold", () => {
	expect(card({ tier: priced({ interval: "month" }), interval: "year" })).toBe("");
});

// A lower tier in the portal: it waits for the end of what was paid for.
import { describe, expect, it } from "vitest";
import { filled, query, tenDaysIn } from "../a-change.ts";
import { aVisitor, textOf } from "../a-visitor.ts";

describe("a downgrade", () => {
	/** Freelancer from the next period on. */
	async function downgraded() {
		const at = await tenDaysIn();
		const confirm = `${at.path}/confirm`;
		const shown = await at.shop.visit(`${confirm}?${query(at.shop.prices["freelancer month"])}`);
		const text = textOf(shown.html);
		expect(text).toMatch(/You keep Founder until .* changes to Freelancer\. Nothing is due today/);
		expect(text).toMatch(/Next payment on \w+ \d+, \d{4} \$29\.00/);
		const done = await at.shop.submit(confirm, filled(shown.html));
		expect(done.location).toBe(`${at.home}?done=scheduled`);
		return at;
	}

	it("waits for the period's end, is announced until then, and is billed from then on", async () => {
		const { shop, who, home } = await downgraded();
		const now = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(now.items.data[0]?.price.id).toBe(shop.prices["founder month"]);
		expect(textOf((await shop.visit(home)).html)).toContain(
			"Changes to Freelancer, $29.00 per month",
		);
		const types = (await shop.newEvents()).map(({ type }) => type);
		expect(types).toContain("subscription_schedule.created");
		const end = now.items.data[0]?.current_period_end ?? 0;
		shop.simulator.advanceTo(end + 2 * 3600);
		const after = await shop.stripe.subscriptions.retrieve(who.subscription, {
			expand: ["latest_invoice"],
		});
		expect(after.items.data[0]?.price.id).toBe(shop.prices["freelancer month"]);
		expect(after.latest_invoice).toMatchObject({ status: "paid", total: 2900 });
		expect((await shop.visit(home)).html).not.toContain("Changes to");
	});

	it("can be taken back before its day", async () => {
		const { shop, who, home } = await downgraded();
		const kept = await shop.submit(`${home}/subscriptions/${who.subscription}/keep`, {});
		expect((await shop.visit(kept.location ?? "")).html).toContain("stays as it is");
		shop.pass(40 * 86_400);
		const after = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(after).toMatchObject({ schedule: null });
		expect(after.items.data[0]?.price.id).toBe(shop.prices["founder month"]);
	});

	it("gives way to an upgrade, and to a cancellation", async () => {
		const { shop, who, home, path } = await downgraded();
		const shown = await shop.visit(`${path}/confirm?${query(shop.prices["empire month"])}`);
		await shop.submit(`${path}/confirm`, filled(shown.html));
		const up = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(up.schedule).toBeNull();
		expect(up.items.data[0]?.price.id).toBe(shop.prices["empire month"]);
		const down = await shop.visit(`${path}/confirm?${query(shop.prices["founder month"])}`);
		await shop.submit(`${path}/confirm`, filled(down.html));
		await shop.submit(`${home}/subscriptions/${who.subscription}/cancel`, {});
		const ending = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(ending.schedule).toBeNull();
		shop.pass(60 * 86_400);
		const { status } = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(status).toBe("canceled");
	});

	it("applies at once where the configuration does not make it wait", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber();
		const { id } = await shop.configuration({
			subscription_update: {
				enabled: true,
				default_allowed_updates: ["price"],
				proration_behavior: "none",
			},
		});
		const home = await shop.portal(who.customer, { configuration: id });
		const path = `${home}/subscriptions/${who.subscription}/update/confirm`;
		const shown = await shop.visit(`${path}?${query(shop.prices["freelancer month"])}`);
		await shop.submit(path, filled(shown.html));
		const { items } = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(items.data[0]?.price.id).toBe(shop.prices["freelancer month"]);
	});
});

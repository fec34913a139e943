// One task at a time in the portal: pausing, an offer for staying, a discount with an update.
import { describe, expect, it } from "vitest";
import { textOf } from "../pages/a-visitor.ts";
import { type Features, opened, updating } from "./opened.ts";

const pausing: Features = {
	subscription_pause: {
		enabled: true,
		duration: {
			type: "interval_options",
			interval_options: [{ interval: "month" }, { interval: "week", interval_count: 2 }],
		},
	},
};

describe("a pause in the portal", () => {
	it("lasts as long as was chosen, then goes on by itself", async () => {
		const { shop, who, portal } = await opened(pausing);
		const home = await portal();
		const path = `${home}/subscriptions/${who.subscription}`;
		expect(textOf((await shop.visit(`${path}/pause`)).html)).toContain("1 month 2 weeks");
		const paused = await shop.submit(`${path}/pause`, { option: "1" });
		expect(paused.location).toBe(`${home}?done=paused`);
		const page = textOf((await shop.visit(home)).html);
		expect(page).toMatch(/Nothing is charged while it is paused. It resumes on \w+ \d+, \d{4}\./);
		expect((await shop.stripe.subscriptions.retrieve(who.subscription)).status).toBe("paused");
		shop.pass(13 * 86_400);
		expect((await shop.stripe.subscriptions.retrieve(who.subscription)).status).toBe("paused");
		shop.pass(86_400 + 60);
		const after = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(after.status).toBe("active");
		const types = (await shop.newEvents()).map(({ type }) => type);
		expect(types).toContain("customer.subscription.paused");
		expect(types).toContain("customer.subscription.resumed");
	});

	it("ends early when its owner wants, and then nothing resumes it twice", async () => {
		const { shop, who, portal } = await opened(pausing);
		const home = await portal();
		const path = `${home}/subscriptions/${who.subscription}`;
		await shop.submit(`${path}/pause`, { option: "0" });
		expect((await shop.visit(home)).html).toContain(`${path}/go-on`);
		expect((await shop.submit(`${path}/go-on`, {})).location).toBe(`${home}?done=resumed`);
		await shop.stripe.subscriptions.pause(who.subscription, {});
		shop.pass(40 * 86_400);
		expect((await shop.stripe.subscriptions.retrieve(who.subscription)).status).toBe("paused");
	});

	it.each([
		[true, 1],
		[false, 0],
	])("credits unused time by a setting (%s)", async (credits, count) => {
		const { shop, who, portal } = await opened(pausing, {
			settings: { portalPauseCredits: credits },
		});
		const home = await portal();
		await shop.submit(`${home}/subscriptions/${who.subscription}/pause`, { option: "0" });
		expect((await shop.stripe.invoiceItems.list({ pending: true })).data).toHaveLength(count);
	});

	it("is refused for a length nobody offers, and where it is switched off", async () => {
		const { shop, who, portal } = await opened(pausing);
		const path = `${await portal()}/subscriptions/${who.subscription}/pause`;
		const odd = await shop.submit(path, { option: "7" });
		expect([odd.status, odd.html]).toEqual([409, expect.stringContaining("does not offer")]);
		const plain = await shop.portal(who.customer);
		const off = `${plain}/subscriptions/${who.subscription}/pause`;
		expect((await shop.submit(off, { option: "0" })).status).toBe(404);
		expect((await shop.stripe.subscriptions.retrieve(who.subscription)).status).toBe("active");
	});

	it("can be the session's one task", async () => {
		const { shop, who, portal } = await opened(pausing);
		const flow = await portal({
			type: "subscription_pause",
			subscription_pause: { subscription: who.subscription },
			after_completion: {
				type: "hosted_confirmation",
				hosted_confirmation: { custom_message: "See you soon" },
			},
		});
		const asked = await shop.visit(flow);
		const task = asked.location ?? "";
		expect(task).toMatch(/\/pause\?flow=1$/);
		const done = await shop.submit(task, { option: "0" });
		expect([done.status, done.html]).toEqual([200, expect.stringContaining("See you soon")]);
	});
});

describe("an offer for staying", () => {
	const cancelling: Features = { subscription_cancel: { enabled: true } };

	async function offered() {
		const room = await opened(cancelling);
		const coupon = await room.shop.stripe.coupons.create({ percent_off: 20, duration: "forever" });
		const flow = await room.portal({
			type: "subscription_cancel",
			subscription_cancel: {
				subscription: room.who.subscription,
				retention: { type: "coupon_offer", coupon_offer: { coupon: coupon.id } },
			},
		});
		const task = (await room.shop.visit(flow)).location ?? "";
		return { ...room, coupon, task };
	}

	it("puts the coupon on the subscription, which goes on", async () => {
		const { shop, who, coupon, task } = await offered();
		expect(textOf((await shop.visit(task)).html)).toContain("Stay and get 20 % off");
		const stayed = await shop.submit(task.replace("/cancel?", "/stay?"), {});
		expect(stayed.location).toMatch(/done=stayed$/);
		const after = await shop.stripe.subscriptions.retrieve(who.subscription, {
			expand: ["discounts"],
		});
		expect(after.cancel_at).toBeNull();
		expect(after.discounts).toMatchObject([{ source: { coupon: coupon.id } }]);
		shop.pass(32 * 86_400);
		const [renewal] = (await shop.stripe.invoices.list({ limit: 1 })).data;
		expect(renewal?.total).toBe(6320);
	});

	it("can be turned down", async () => {
		const { shop, who, task } = await offered();
		await shop.submit(task, {});
		const after = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect([after.cancel_at !== null, after.discounts]).toEqual([true, []]);
	});

	it("stands in its own session alone, and only with a coupon that works", async () => {
		const { shop, who, portal } = await offered();
		const home = await portal();
		const forced = await shop.submit(`${home}/subscriptions/${who.subscription}/stay`, {});
		expect(forced.status).toBe(409);
		const flow = {
			type: "subscription_cancel" as const,
			subscription_cancel: {
				subscription: who.subscription,
				retention: { type: "coupon_offer" as const, coupon_offer: { coupon: "nothing" } },
			},
		};
		await expect(portal(flow)).rejects.toMatchObject({ code: "resource_missing" });
	});
});

describe("a subscription to several products", () => {
	it("is shown item by item and cannot be switched, as Stripe documents", async () => {
		const { shop, who, portal } = await opened(updating(["price", "quantity"]));
		await shop.stripe.subscriptions.update(who.subscription, {
			items: [{ price: shop.prices["freelancer month"], quantity: 2 }],
		});
		const home = await portal();
		const page = textOf((await shop.visit(home)).html);
		expect(page).toMatch(/Founder\s+and 1 more/);
		expect(page).toMatch(/Founder \$79.00 per month .*Freelancer × 2 \$58.00 per month/);
		const path = `${home}/subscriptions/${who.subscription}/update`;
		expect((await shop.visit(path)).location).toBe(home);
		const flow = {
			type: "subscription_update" as const,
			subscription_update: { subscription: who.subscription },
		};
		await expect(portal(flow)).rejects.toMatchObject({
			param: "flow_data[subscription_update][subscription]",
		});
	});
});

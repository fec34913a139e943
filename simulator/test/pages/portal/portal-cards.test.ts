// Cards in the portal: adding, choosing, removing, and putting a failed payment right.
import { describe, expect, it } from "vitest";
import { aCard, aVisitor, textOf } from "../a-visitor.ts";

async function atHome(options: Parameters<typeof aVisitor>[0] = {}) {
	const shop = await aVisitor(options);
	const who = await shop.subscriber();
	const home = await shop.portal(who.customer);
	await shop.newEvents();
	return { shop, who, home };
}

describe("a new card", () => {
	it("becomes the default of customer and subscription, told by the events of a setup", async () => {
		const { shop, who, home } = await atHome();
		const saved = await shop.submit(`${home}/payment-methods/new`, aCard("5555555555554444"));
		expect(saved.location).toBe(`${home}?done=card`);
		const page = textOf((await shop.visit(saved.location ?? "")).html);
		expect(page).toContain("Your payment method has been updated.");
		expect(page).toMatch(/Mastercard •••• ending in 4444 Expires 12\/2040 Default/);
		const customer = await shop.stripe.customers.retrieve(who.customer);
		const subscription = await shop.stripe.subscriptions.retrieve(who.subscription);
		const method = String(subscription.default_payment_method);
		expect(customer).toMatchObject({ invoice_settings: { default_payment_method: method } });
		const types = (await shop.newEvents()).map(({ type }) => type);
		expect(types.slice(0, 4)).toEqual([
			"setup_intent.created",
			"setup_intent.succeeded",
			"payment_method.attached",
			"customer.updated",
		]);
	});

	it("that is mistyped or declined is told at its field and changes nothing", async () => {
		const { shop, who, home } = await atHome();
		const path = `${home}/payment-methods/new`;
		const mistyped = await shop.submit(path, aCard("4242424242424241"));
		expect([mistyped.status, mistyped.html]).toEqual([
			422,
			expect.stringContaining("Your card number is invalid."),
		]);
		const declined = await shop.submit(path, aCard("4000000000000002"));
		expect(declined.status).toBe(402);
		expect(declined.html).toContain("Your card was declined. Try a different card.");
		const { data } = await shop.stripe.customers.listPaymentMethods(who.customer);
		expect(data.map(({ card }) => card?.last4)).toEqual(["4242"]);
	});

	it.each([
		["complete", "Your payment method has been updated."],
		["fail", "We are unable to authenticate your payment method"],
	])("with 3-D Secure goes past the bank first (%s)", async (outcome, words) => {
		const { shop, home } = await atHome();
		const asked = await shop.submit(`${home}/payment-methods/new`, aCard("4000002760003184"));
		expect(asked.location).toMatch(/payment-methods\/seti_\w+\/authenticate$/);
		expect((await shop.visit(asked.location ?? "")).html).toContain("the card is saved");
		const answered = await shop.submit(asked.location ?? "", { outcome });
		const page = answered.location === null ? answered : await shop.visit(answered.location);
		expect(page.html).toContain(words);
		expect((await shop.visit(asked.location ?? "")).location).toBe(`${home}/payment-methods/new`);
	});

	it("brings a past due subscription back: what is open is paid with it at once", async () => {
		const shop = await aVisitor();
		const who = await shop.subscriber({ number: "4000000000000341", trialDays: 7 });
		shop.pass(7 * 86_400 + 2 * 3600);
		const failing = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(failing.status).toBe("past_due");
		const home = await shop.portal(who.customer);
		const notice = textOf((await shop.visit(home)).html);
		expect(notice).toContain("Your last payment didn't go through.");
		const form = await shop.visit(`${home}/payment-methods/new`);
		expect(form.html).toContain("This card is charged $79.00 now for the open invoice.");
		await shop.newEvents();
		await shop.submit(`${home}/payment-methods/new`, aCard());
		const after = await shop.stripe.subscriptions.retrieve(who.subscription, {
			expand: ["latest_invoice"],
		});
		expect(after).toMatchObject({ status: "active", latest_invoice: { status: "paid" } });
		const types = (await shop.newEvents()).map(({ type }) => type);
		for (const type of ["invoice.paid", "customer.subscription.updated"]) {
			expect(types).toContain(type);
		}
		expect((await shop.visit(home)).html).not.toContain("go through");
	});

	it("waits for the next retry where the settings say so", async () => {
		const shop = await aVisitor({ settings: { portalCardPaysOpenInvoices: false } });
		const who = await shop.subscriber({ number: "4000000000000341", trialDays: 7 });
		shop.pass(7 * 86_400 + 2 * 3600);
		await shop.submit(`${await shop.portal(who.customer)}/payment-methods/new`, aCard());
		const status = async () => (await shop.stripe.subscriptions.retrieve(who.subscription)).status;
		expect(await status()).toBe("past_due");
		shop.pass(2 * 86_400);
		expect(await status()).toBe("active");
	});
});

describe("the cards on file", () => {
	it("can take each other's place and be removed", async () => {
		const { shop, who, home } = await atHome();
		await shop.submit(`${home}/payment-methods/new`, aCard("5555555555554444"));
		const methods = await shop.stripe.customers.listPaymentMethods(who.customer);
		const [master, visa] = ["4444", "4242"].map(
			(last4) => methods.data.find(({ card }) => card?.last4 === last4)?.id ?? "",
		);
		await shop.submit(`${home}/payment-methods/${visa}/default`, {});
		const customer = await shop.stripe.customers.retrieve(who.customer);
		expect(customer).toMatchObject({ invoice_settings: { default_payment_method: visa } });
		await shop.newEvents();
		const gone = await shop.submit(`${home}/payment-methods/${master}/remove`, {});
		expect(gone.location).toBe(`${home}?done=removed`);
		const types = (await shop.newEvents()).map(({ type }) => type);
		expect(types).toEqual(["payment_method.detached"]);
	});

	it("of somebody else are not there", async () => {
		const { shop, home } = await atHome();
		const other = await shop.subscriber();
		const { data } = await shop.stripe.customers.listPaymentMethods(other.customer);
		const id = data[0]?.id ?? "";
		expect((await shop.submit(`${home}/payment-methods/${id}/remove`, {})).status).toBe(409);
		expect((await shop.submit(`${home}/payment-methods/${id}/default`, {})).status).toBe(409);
		expect((await shop.stripe.paymentMethods.retrieve(id)).customer).toBe(other.customer);
	});

	it("are out of reach where the configuration does not offer them", async () => {
		const { shop, who } = await atHome();
		const { id } = await shop.configuration({ payment_method_update: { enabled: false } });
		const home = await shop.portal(who.customer, { configuration: id });
		expect((await shop.visit(home)).html).not.toContain("payment-methods");
		expect((await shop.submit(`${home}/payment-methods/new`, aCard())).status).toBe(404);
	});
});

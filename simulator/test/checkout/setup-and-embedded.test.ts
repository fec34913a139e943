// Checkout that only saves a card, and Checkout inside the shop's own page.
import { describe, expect, it } from "vitest";
import { errorOf } from "../payments/till.ts";
import { card, typesOf } from "../support/shop.ts";
import { startTest } from "../support/start.ts";

describe("a checkout in setup mode", () => {
	it("saves a card for its customer and costs nothing", async () => {
		const started = await startTest();
		const { newEvents, post, stripe } = started;
		const customer = await stripe.customers.create({ email: "ada@example.com" });
		await newEvents();
		const session = await stripe.checkout.sessions.create({
			mode: "setup",
			customer: customer.id,
			currency: "usd",
			success_url: "http://localhost/done",
			setup_intent_data: { metadata: { why: "later" } },
		});
		expect(session).toMatchObject({
			amount_total: null,
			payment_status: "no_payment_required",
			setup_intent: expect.stringMatching(/^seti_/),
		});
		const path = `/v1/payment_pages/${session.id}/confirm`;
		expect((await errorOf(post(path, card("4000000000000002")))).statusCode).toBe(402);
		const done = await post(path, card("4242424242424242"));
		expect(done).toMatchObject({ status: "complete", setup_intent: session.setup_intent });
		expect(typesOf(await newEvents())).toEqual([
			"setup_intent.created",
			"setup_intent.setup_failed",
			"setup_intent.succeeded",
			"payment_method.attached",
			"checkout.session.completed",
		]);
		const intent = await stripe.setupIntents.retrieve(String(session.setup_intent));
		expect(intent).toMatchObject({ customer: customer.id, metadata: { why: "later" } });
		expect((await stripe.customers.listPaymentMethods(customer.id)).data[0]?.id).toBe(
			intent.payment_method,
		);
	});
});

describe("a checkout inside the shop's own page", () => {
	it.each(["embedded_page", "elements"] as const)(
		"%s has a secret for its script and no page of its own",
		async (ui_mode) => {
			const started = await startTest();
			const { post, stripe } = started;
			const base = { mode: "setup", currency: "usd", ui_mode } as const;
			expect((await errorOf(stripe.checkout.sessions.create(base))).param).toBe("return_url");
			const hosted = { ...base, success_url: "http://localhost/", return_url: "http://localhost/" };
			expect((await errorOf(stripe.checkout.sessions.create(hosted))).param).toBe("success_url");
			const session = await stripe.checkout.sessions.create({
				...base,
				return_url: "http://localhost/back",
			});
			expect(session).toMatchObject({
				ui_mode,
				url: null,
				return_url: "http://localhost/back",
				redirect_on_completion: "always",
			});
			expect(session.client_secret).toMatch(new RegExp(`^${session.id}_secret_`));
			await post(`/v1/payment_pages/${session.id}/confirm`, card("4242424242424242"));
			expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("complete");
		},
	);

	it("needs no way back when it never redirects", async () => {
		const { stripe } = await startTest();
		const session = await stripe.checkout.sessions.create({
			mode: "setup",
			currency: "usd",
			ui_mode: "embedded_page",
			redirect_on_completion: "never",
		});
		expect(session.redirect_on_completion).toBe("never");
	});

	it("can be changed by its server, and says how it may be recovered", async () => {
		const { stripe } = await startTest();
		const session = await stripe.checkout.sessions.create({
			mode: "setup",
			currency: "usd",
			success_url: "http://localhost/done",
			after_expiration: { recovery: { enabled: true, allow_promotion_codes: true } },
			metadata: { a: "1", b: "2" },
		});
		expect(session.after_expiration?.recovery).toMatchObject({
			enabled: true,
			allow_promotion_codes: true,
		});
		const address = { line1: "1 Main St", city: "Springfield", country: "US" };
		const updated = await stripe.checkout.sessions.update(session.id, {
			metadata: { a: "", c: "3" },
			collected_information: { shipping_details: { name: "Ada", address } },
		});
		expect(updated).toMatchObject({
			metadata: { b: "2", c: "3" },
			collected_information: { shipping_details: { name: "Ada", address } },
		});
	});
});

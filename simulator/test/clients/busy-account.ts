// An account in which everything that can be listed is there at least three times.
import type Stripe from "stripe";
import { card } from "../support/shop.ts";
import type { Started } from "../support/start.ts";

export interface BusyAccount {
	customer: string;
	product: string;
	subscription: string;
	session: string;
	paymentLink: string;
	quote: string;
	invoice: string;
	creditNote: string;
	meter: string;
	setupIntent: string;
}

const three = [0, 1, 2] as const;

/** Fills the account through requests alone. */
export async function fillAccount(started: Started): Promise<BusyAccount> {
	const { stripe } = started;
	const catalog = await fillCatalog(stripe);
	const customer = await fillCustomers(stripe);
	const subscription = await stripe.subscriptions.create({
		customer,
		items: catalog.prices.map((price) => ({ price })),
	});
	for (const _one of three) {
		const { id } = await stripe.subscriptions.create({
			customer,
			items: [{ price: catalog.prices[0] ?? "" }],
			discounts: [{ coupon: catalog.coupon }],
		});
		await stripe.subscriptionSchedules.create({ from_subscription: id });
	}
	const session = await fillSessions(started, catalog.prices);
	const offered = await fillOffers(stripe, customer, catalog.prices);
	const setupIntent = await fillPayments(stripe, customer);
	const { invoice, creditNote } = await fillInvoices(stripe, customer);
	await fillPlatform(stripe);
	return {
		customer,
		product: catalog.product,
		subscription: subscription.id,
		session,
		...offered,
		invoice,
		creditNote,
		meter: catalog.meter,
		setupIntent,
	};
}

async function fillCatalog(stripe: Stripe) {
	const product = await stripe.products.create({ name: "Founder" });
	const prices: string[] = [];
	let coupon = "";
	let meter = "";
	for (const index of three) {
		await stripe.products.create({ name: `Other ${index}` });
		const monthly = { interval: "month" } as const;
		const base = { product: product.id, currency: "usd" };
		const price = await stripe.prices.create({
			...base,
			unit_amount: 900 + index,
			recurring: monthly,
		});
		prices.push(price.id);
		await stripe.plans.create({ ...base, ...monthly, amount: 700 });
		coupon = (await stripe.coupons.create({ percent_off: 20, duration: "forever" })).id;
		await stripe.promotionCodes.create({ promotion: { type: "coupon", coupon } });
		await stripe.taxRates.create({ display_name: "VAT", percentage: 10, inclusive: true });
		const feature = await stripe.entitlements.features.create({
			name: `Feature ${index}`,
			lookup_key: `feature-${index}`,
		});
		await stripe.products.createFeature(product.id, { entitlement_feature: feature.id });
		const made = await stripe.billing.meters.create({
			display_name: "Calls",
			event_name: `calls_${index}`,
			default_aggregation: { formula: "sum" },
		});
		meter = made.id;
	}
	return { product: product.id, prices, coupon, meter };
}

/** Three customers; the last has three cards, tax ids and entries in his balance. */
async function fillCustomers(stripe: Stripe): Promise<string> {
	let customer = "";
	for (const index of three) {
		customer = (await stripe.customers.create({ email: `${index}@example.com` })).id;
	}
	for (const index of three) {
		const method = await stripe.paymentMethods.attach("pm_card_visa", { customer });
		await stripe.customers.update(customer, {
			invoice_settings: { default_payment_method: method.id },
		});
		await stripe.customers.createTaxId(customer, { type: "eu_vat", value: `DE12345678${index}` });
		await stripe.customers.createBalanceTransaction(customer, { amount: 10, currency: "usd" });
		await stripe.customers.createSource(customer, { source: "tok_visa" });
		const transfer = { amount: 10, currency: "usd" };
		await stripe.testHelpers.customers.fundCashBalance(customer, transfer);
	}
	return customer;
}

async function fillSessions(started: Started, prices: readonly string[]): Promise<string> {
	let session = "";
	for (const _one of three) {
		const made = await started.stripe.checkout.sessions.create({
			mode: "subscription",
			line_items: prices.map((price) => ({ price, quantity: 1 })),
			success_url: "http://localhost/done",
		});
		session = made.id;
		await started.post(`/v1/payment_pages/${session}/confirm`, card("4242424242424242"));
	}
	return session;
}

/** Payment links and quotes of three lines each. */
async function fillOffers(stripe: Stripe, customer: string, prices: readonly string[]) {
	const line_items = prices.map((price) => ({ price, quantity: 1 }));
	let [paymentLink, quote] = ["", ""];
	for (const _one of three) {
		paymentLink = (await stripe.paymentLinks.create({ line_items })).id;
		quote = (await stripe.quotes.create({ customer, line_items })).id;
	}
	return { paymentLink, quote };
}

/** Payments refunded and disputed, and cards set up; the last setup intent was tried three times. */
async function fillPayments(stripe: Stripe, customer: string): Promise<string> {
	let setupIntent = "";
	for (const _one of three) {
		const pay = (payment_method: string) =>
			stripe.paymentIntents.create({
				amount: 2000,
				currency: "usd",
				customer,
				confirm: true,
				payment_method,
				return_url: "http://localhost/back",
			});
		const paid = await pay("pm_card_visa");
		await stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
		await pay("pm_card_createDispute");
		setupIntent = (await stripe.setupIntents.create({ customer })).id;
	}
	const payment_method = "pm_card_authenticationRequired";
	for (const _one of three) await stripe.setupIntents.confirm(setupIntent, { payment_method });
	return setupIntent;
}

/** An open invoice of three lines with three credit notes of three lines each. */
async function fillInvoices(stripe: Stripe, customer: string) {
	const description = "Support";
	for (const _one of three) {
		await stripe.invoiceItems.create({ customer, amount: 3000, currency: "usd", description });
	}
	const draft = await stripe.invoices.create({
		customer,
		pending_invoice_items_behavior: "include",
	});
	const { id: invoice } = await stripe.invoices.finalizeInvoice(String(draft.id));
	let creditNote = "";
	for (const _one of three) {
		const lines = three.map(() => ({
			type: "custom_line_item" as const,
			quantity: 1,
			unit_amount: 100,
			description,
		}));
		creditNote = (await stripe.creditNotes.create({ invoice: String(invoice), lines })).id;
	}
	return { invoice: String(invoice), creditNote };
}

async function fillPlatform(stripe: Stripe): Promise<void> {
	for (const index of three) {
		await stripe.webhookEndpoints.create({
			url: `http://localhost:1/${index}`,
			enabled_events: ["price.deleted"],
		});
		await stripe.testHelpers.testClocks.create({ frozen_time: 1_800_000_000 });
		await stripe.billingPortal.configurations.create({
			features: { invoice_history: { enabled: true } },
		});
	}
}

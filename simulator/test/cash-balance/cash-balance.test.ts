import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { typesOf } from "../support/shop.ts";
import { type Started, startTest } from "../support/start.ts";

function wait(
	{ stripe }: Started,
	customer: string,
	amount: number,
): Promise<Stripe.PaymentIntent> {
	return stripe.paymentIntents.create({
		amount,
		currency: "usd",
		customer,
		allowed_payment_method_types: ["customer_balance"],
		payment_method_data: { type: "customer_balance" },
		payment_method_options: {
			customer_balance: {
				funding_type: "bank_transfer",
				bank_transfer: { type: "us_bank_transfer" },
			},
		},
		confirm: true,
	});
}

async function open() {
	const started = await startTest();
	const { id } = await started.stripe.customers.create({});
	const fund = (amount: number) =>
		started.stripe.testHelpers.customers.fundCashBalance(id, { amount, currency: "usd" });
	return { ...started, customer: id, fund, wait: (amount: number) => wait(started, id, amount) };
}

describe("a payment by bank transfer", () => {
	it("tells where to send the money, and is paid by as many transfers as it takes", async () => {
		const { stripe, customer, fund, newEvents, wait } = await open();
		const intent = await wait(20_000);
		expect(intent.status).toBe("requires_action");
		expect(intent.next_action?.display_bank_transfer_instructions).toMatchObject({
			amount_remaining: 20_000,
			currency: "usd",
			type: "us_bank_transfer",
		});
		expect(typesOf(await newEvents()).slice(-2)).toEqual([
			"payment_intent.created",
			"payment_intent.requires_action",
		]);
		expect(await fund(15_000)).toMatchObject({ type: "funded", net_amount: 15_000 });
		expect(typesOf(await newEvents())).toEqual([
			"customer_cash_balance_transaction.created",
			"customer_cash_balance_transaction.created",
			"payment_intent.partially_funded",
		]);
		const partly = await stripe.paymentIntents.retrieve(intent.id);
		expect(partly.next_action?.display_bank_transfer_instructions?.amount_remaining).toBe(5000);
		await fund(7000);
		expect(typesOf(await newEvents())).toEqual([
			"customer_cash_balance_transaction.created",
			"customer_cash_balance_transaction.created",
			"charge.succeeded",
			"payment_intent.succeeded",
			"cash_balance.funds_available",
		]);
		expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
			status: "succeeded",
			amount_received: 20_000,
			next_action: null,
		});
		expect((await stripe.customers.retrieveCashBalance(customer)).available).toEqual({ usd: 2000 });
	});

	it("is paid at once from cash that is there already", async () => {
		const { stripe, customer, fund, wait } = await open();
		await fund(900);
		const paid = await wait(900);
		expect(paid.status).toBe("succeeded");
		const moves = await stripe.customers.listCashBalanceTransactions(customer);
		expect(
			moves.data.map(({ type, net_amount, ending_balance }) => [type, net_amount, ending_balance]),
		).toEqual([
			["applied_to_payment", -900, 0],
			["funded", 900, 900],
		]);
	});

	it("gives back what was set aside for it when it is canceled", async () => {
		const { stripe, customer, fund, wait } = await open();
		const intent = await wait(1000);
		await fund(400);
		await stripe.paymentIntents.cancel(intent.id);
		expect((await stripe.customers.retrieveCashBalance(customer)).available).toEqual({ usd: 400 });
		const [last] = (await stripe.customers.listCashBalanceTransactions(customer)).data;
		expect(last).toMatchObject({
			type: "unapplied_from_payment",
			unapplied_from_payment: { payment_intent: intent.id },
		});
	});

	it("goes back to the cash balance when it is refunded", async () => {
		const { stripe, customer, fund, newEvents, wait } = await open();
		await fund(900);
		const paid = await wait(900);
		await newEvents();
		const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 300 });
		expect(refund.destination_details?.type).toBe("customer_cash_balance");
		expect(typesOf(await newEvents())).toEqual([
			"charge.refunded",
			"refund.created",
			"customer_cash_balance_transaction.created",
		]);
		expect((await stripe.customers.retrieveCashBalance(customer)).available).toEqual({ usd: 300 });
	});

	it("goes to the intent that waits for exactly this much, else to the oldest", async () => {
		const { stripe, fund, wait } = await open();
		const [first, second] = [await wait(1000), await wait(300)];
		await fund(300);
		expect((await stripe.paymentIntents.retrieve(second.id)).status).toBe("succeeded");
		await fund(500);
		const waiting = await stripe.paymentIntents.retrieve(first.id);
		expect(waiting.next_action?.display_bank_transfer_instructions?.amount_remaining).toBe(500);
	});

	it("is refused without a customer, without a way to pay, and in a currency the transfer has not", async () => {
		const { stripe, customer } = await open();
		const plain = {
			amount: 1000,
			currency: "usd",
			allowed_payment_method_types: ["customer_balance"],
			payment_method_data: { type: "customer_balance" },
			confirm: true,
		};
		await expect(stripe.paymentIntents.create(plain)).rejects.toMatchObject({
			code: "parameter_missing",
			param: "customer",
		});
		await expect(stripe.paymentIntents.create({ ...plain, customer })).rejects.toMatchObject({
			param: "payment_method_options[customer_balance][funding_type]",
		});
		const bank_transfer = { type: "jp_bank_transfer" };
		await expect(
			stripe.paymentIntents.create({
				...plain,
				customer,
				payment_method_options: {
					customer_balance: { funding_type: "bank_transfer", bank_transfer },
				},
			}),
		).rejects.toMatchObject({
			param: "payment_method_options[customer_balance][bank_transfer][type]",
		});
	});
});

describe("a cash balance", () => {
	it("is set against payments by hand where its owner wants that", async () => {
		const { stripe, customer, fund, newEvents, wait } = await open();
		await stripe.customers.updateCashBalance(customer, {
			settings: { reconciliation_mode: "manual" },
		});
		const intent = await wait(1000);
		await newEvents();
		await fund(1000);
		expect(typesOf(await newEvents())).toEqual([
			"customer_cash_balance_transaction.created",
			"cash_balance.funds_available",
		]);
		const partly = await stripe.paymentIntents.applyCustomerBalance(intent.id, { amount: 250 });
		expect(partly.status).toBe("requires_action");
		const paid = await stripe.paymentIntents.applyCustomerBalance(intent.id);
		expect(paid.status).toBe("succeeded");
		await expect(stripe.paymentIntents.applyCustomerBalance(intent.id)).rejects.toMatchObject({
			code: "payment_intent_unexpected_state",
		});
	});

	it("names accounts before anything is to be paid", async () => {
		const { stripe, customer } = await open();
		const instructions = await stripe.customers.createFundingInstructions(customer, {
			currency: "eur",
			funding_type: "bank_transfer",
			bank_transfer: { type: "eu_bank_transfer", eu_bank_transfer: { country: "DE" } },
		});
		expect(instructions.bank_transfer).toMatchObject({
			country: "DE",
			financial_addresses: [{ type: "iban" }],
		});
	});

	it("keeps its customer from being deleted", async () => {
		const { stripe, customer, fund } = await open();
		await fund(100);
		await expect(stripe.customers.del(customer)).rejects.toMatchObject({ statusCode: 400 });
		expect(await stripe.customers.retrieve(customer, { expand: ["cash_balance"] })).toMatchObject({
			cash_balance: { available: { usd: 100 } },
		});
	});
});

import { describe, expect, it } from "vitest";
import { april, day, openTill } from "../prorations/at-a-time.ts";

const may = april + 30 * day;

async function failedRenewal() {
	const till = await openTill();
	const { stripe, customer } = till;
	const bought = await till.subscribe([await till.price(3000)]);
	const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
		customer: customer.id,
	});
	await stripe.subscriptions.update(bought.id, { default_payment_method: failing.id });
	till.simulator.advanceTo(may + 2 * 3600);
	const failed = await stripe.subscriptions.retrieve(bought.id);
	expect(failed.status).toBe("past_due");
	const status = async () => (await stripe.subscriptions.retrieve(bought.id)).status;
	return { ...till, bought, invoice: String(failed.latest_invoice), status };
}

describe("the status of a subscription follows its newest invoice", () => {
	it("back to active when that is void, since the one before is paid", async () => {
		const { stripe, invoice, status } = await failedRenewal();
		await stripe.invoices.voidInvoice(invoice);
		expect(await status()).toBe("active");
	});

	it("back to active when that is written off", async () => {
		const { stripe, invoice, status } = await failedRenewal();
		await stripe.invoices.markUncollectible(invoice);
		expect(await status()).toBe("active");
	});

	it("and stays past due when only an older one is paid", async () => {
		const { stripe, bought, invoice, pass, status, customer, price } = await failedRenewal();
		const dearer = await price(9000);
		await stripe.subscriptions.update(bought.id, {
			items: [{ id: String(bought.items.data[0]?.id), price: dearer.id }],
			proration_behavior: "always_invoice",
		});
		pass(60);
		const visa = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
		await stripe.invoices.pay(invoice, { payment_method: visa.id });
		expect(await status()).toBe("past_due");
		const { latest_invoice } = await stripe.subscriptions.retrieve(bought.id);
		await stripe.invoices.pay(String(latest_invoice), { payment_method: visa.id });
		expect(await status()).toBe("active");
	});

	it("to incomplete_expired when the first of all is void", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)], {
			payment_behavior: "default_incomplete",
		});
		expect(bought.status).toBe("incomplete");
		await till.stripe.invoices.voidInvoice(String(bought.latest_invoice));
		const gone = await till.stripe.subscriptions.retrieve(bought.id);
		expect(gone.status).toBe("incomplete_expired");
	});
});

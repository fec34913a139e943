// Draft invoices to test with.
import type { Till } from "../prorations/at-a-time.ts";

/** A draft of the till's customer with one line for each amount. */
export async function draftOf(till: Till, amounts: readonly number[] = [2000]) {
	const { stripe, customer } = till;
	const invoice = await stripe.invoices.create({ customer: customer.id });
	for (const amount of amounts) {
		await stripe.invoiceItems.create({
			customer: customer.id,
			invoice: invoice.id,
			amount,
			currency: "usd",
			description: "Setup",
		});
	}
	return stripe.invoices.retrieve(invoice.id);
}

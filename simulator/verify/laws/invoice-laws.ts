// What the sums of any invoice must obey.
import type Stripe from "stripe";

/** The fields the sums are made of; amounts in minor units. */
export type Sums = Pick<
	Stripe.Invoice,
	| "id"
	| "status"
	| "amount_due"
	| "amount_paid"
	| "amount_remaining"
	| "amount_overpaid"
	| "subtotal"
	| "total"
	| "starting_balance"
	| "ending_balance"
	| "pre_payment_credit_notes_amount"
> & {
	lines: { data: Line[]; has_more: boolean };
	total_discount_amounts: { amount: number }[] | null;
	total_taxes: { amount: number; tax_behavior: string }[] | null;
};

/** A discount of the line itself, as opposed to one of the whole invoice, is in its `discounts`. */
interface Line {
	amount: number;
	discounts: readonly unknown[];
	discount_amounts: readonly { amount: number; discount: unknown }[] | null;
}

/** Every identity the invoice breaks, as sentences. */
export function brokenInvoiceLaws(invoice: Sums): string[] {
	const { subtotal, total, amount_due, amount_paid, amount_remaining } = invoice;
	const gross = sum(invoice.lines.data);
	const lines = gross - sum(invoice.lines.data.flatMap(ownDiscounts));
	const discounts = sum(invoice.total_discount_amounts ?? []);
	const exclusive = (invoice.total_taxes ?? []).filter((tax) => tax.tax_behavior === "exclusive");
	const expected = gross - discounts + sum(exclusive);
	const broken: string[] = [];
	const hold = (law: boolean, words: string) => {
		if (!law) broken.push(`${invoice.id} (${invoice.status}): ${words}`);
	};
	hold(invoice.lines.has_more || lines === subtotal, `lines sum to ${lines}, subtotal ${subtotal}`);
	hold(
		invoice.lines.has_more || total === expected,
		`total ${total}, but lines, discounts and taxes make ${expected}`,
	);
	hold(amount_due >= 0, `amount_due ${amount_due}`);
	hold(
		amount_due - amount_paid === amount_remaining || amount_paid > amount_due,
		`due ${amount_due}, paid ${amount_paid}, remaining ${amount_remaining}`,
	);
	if (invoice.status === "paid") hold(amount_remaining === 0, `paid with ${amount_remaining} left`);
	if (invoice.ending_balance === null) return broken;
	// The customer's balance takes what the invoice does not ask for, and gives what it saves.
	const due = total + invoice.starting_balance - invoice.ending_balance;
	const credited = invoice.pre_payment_credit_notes_amount;
	hold(due === amount_due + credited, `due ${amount_due}, but total and balance make ${due}`);
	return broken;
}

function ownDiscounts({ discounts, discount_amounts }: Line) {
	return (discount_amounts ?? []).filter(({ discount }) => discounts.includes(discount));
}

function sum(parts: readonly { amount: number }[]): number {
	return parts.reduce((total, { amount }) => total + amount, 0);
}

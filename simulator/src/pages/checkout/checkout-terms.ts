// Says under the button, in plain words, when how much is charged and how to stop it.

import type { CheckoutLine, CheckoutView } from "../pages-billing.ts";
import { daySeconds, formatDate } from "../words/dates.ts";
import { formatMoney } from "../words/money.ts";
import { recurringTotal, repetition } from "../words/price-words.ts";

/** Two or three sentences. `now` in unix seconds, for a trial whose end is not known yet. */
export function checkoutTerms(view: CheckoutView, now: number): string {
	const { businessName, mode, trialDays } = view;
	if (mode === "setup") return `You allow ${businessName} to charge this card later.`;
	if (mode === "payment") return `You pay ${businessName} once. Nothing renews.`;
	const total = renewalOf(view);
	const cancel = `Cancel any time in your ${businessName} billing settings`;
	if (trialDays > 0) {
		const end = formatDate(view.trialEndsAt ?? now + trialDays * daySeconds);
		const charge = total ? chargeFrom(end, total) : `From ${end} you pay the prices shown.`;
		const free = `Your ${trialDays}-day trial is free.`;
		if (!view.needsCard) {
			const without = {
				cancel: "otherwise it ends",
				create_invoice: "otherwise you get an invoice",
				pause: "otherwise it is paused",
			}[view.withoutCard];
			return `${free} You need no card today; to go on after ${end}, add one before: ${without}. ${cancel}.`;
		}
		return `${free} ${charge} ${cancel}; before ${end} you pay nothing.`;
	}
	const today = formatMoney(view.amountDueToday, view.currency);
	const then = total ? `then ${rate(total)} until you cancel` : "then the prices shown";
	return `You pay ${today} today, and ${then}. ${cancel}; you keep what you have paid for.`;
}

function renewalOf(view: CheckoutView): CheckoutLine | null {
	const total = recurringTotal(view.lines);
	return total && { ...total, amount: view.recurringAmount ?? total.amount };
}

function chargeFrom(date: string, total: CheckoutLine): string {
	const { amount, currency, interval, intervalCount } = total;
	return `On ${date} your card is charged ${formatMoney(amount, currency)}, and the same ${repetition(interval ?? "month", intervalCount)} after that until you cancel.`;
}

function rate({ amount, currency, interval, intervalCount }: CheckoutLine): string {
	return `${formatMoney(amount, currency)} ${repetition(interval ?? "month", intervalCount)}`;
}

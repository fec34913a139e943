// Says under the button, in plain words, when how much is charged and how to stop it.

import type { CheckoutLine, CheckoutView } from "../pages-billing.ts";
import { daySeconds, formatDate } from "../words/dates.ts";
import { formatMoney } from "../words/money.ts";
import { recurringTotal, repetition } from "../words/price-words.ts";

/** Two or three sentences. `now` in unix seconds, for a trial whose end is not known yet. */
export function checkoutTerms(view: CheckoutView, now: number): string {
	const total = recurringTotal(view.lines);
	const cancel = `Cancel any time in your ${view.businessName} billing settings`;
	if (view.trialDays > 0) {
		const end = formatDate(view.trialEndsAt ?? now + view.trialDays * daySeconds);
		const charge = total ? chargeFrom(end, total) : `From ${end} you pay the prices shown.`;
		return `Your ${view.trialDays}-day trial is free. ${charge} ${cancel}; before ${end} you pay nothing.`;
	}
	const today = formatMoney(view.amountDueToday, view.currency);
	const then = total ? `then ${rate(total)} until you cancel` : "then the prices shown";
	return `You pay ${today} today, and ${then}. ${cancel}; you keep what you have paid for.`;
}

function chargeFrom(date: string, total: CheckoutLine): string {
	return `On ${date} your card is charged ${formatMoney(total.unitAmount, total.currency)}, and the same ${repetition(total.interval, total.intervalCount)} after that until you cancel.`;
}

function rate(total: CheckoutLine): string {
	return `${formatMoney(total.unitAmount, total.currency)} ${repetition(total.interval, total.intervalCount)}`;
}

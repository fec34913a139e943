// The mails about an invoice: paid, not paid, or waiting for a confirmation.
import { type Content, instantOf, invoiceOf, moneyOf, type Occasion } from "./content.ts";

export function receipt(occasion: Occasion): Content {
	const money = moneyOf(occasion) ?? "your payment";
	return {
		subject: `Receipt for ${money} from ${occasion.catalog.businessName}`,
		paragraphs: ["Thank you. Your payment arrived, and there is nothing else to do."],
		facts: factsOf(occasion, "Paid"),
		action: { label: "See the invoice", url: invoiceOf(occasion) },
	};
}

export function paymentFailed(occasion: Occasion): Content {
	const next = instantOf(occasion, "next_attempt_at");
	const money = moneyOf(occasion) ?? "an invoice";
	return {
		subject: `A payment to ${occasion.catalog.businessName} did not go through`,
		paragraphs: [
			`The payment of ${money} was declined. That happens: a card expires, or a bank is careful.`,
			"Pay with another card, or update the one on file, and all is well again.",
			...(next ? [`Otherwise we try again on ${next}.`] : []),
		],
		facts: factsOf(occasion, "Open"),
		action: { label: "Fix the payment", url: invoiceOf(occasion) },
	};
}

export function actionRequired(occasion: Occasion): Content {
	const money = moneyOf(occasion) ?? "an invoice";
	return {
		subject: `Your bank asks you to confirm a payment to ${occasion.catalog.businessName}`,
		paragraphs: [
			`The payment of ${money} waits for you: your bank wants to know that it is really you.`,
			"It takes a minute, with your bank's app or a code.",
		],
		facts: factsOf(occasion, "Open"),
		action: { label: "Confirm the payment", url: invoiceOf(occasion) },
	};
}

function factsOf(occasion: Occasion, amountLabel: string): [string, string][] {
	const { number } = occasion.data;
	const money = moneyOf(occasion);
	return [
		...(money ? [[amountLabel, money] satisfies [string, string]] : []),
		...(typeof number === "string" ? [["Invoice", number] satisfies [string, string]] : []),
	];
}

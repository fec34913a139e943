// The invoice as a PDF.
import { printPaper } from "../paper/paper.ts";
import { formatDate } from "../words/dates.ts";
import { codedMoney } from "../words/money.ts";
import { taxIdWords } from "../words/tax-id-words.ts";
import type { InvoiceView } from "./invoice-billing.ts";
import { lastSums, periodWords } from "./invoice-lines.ts";
import { standing } from "./invoice-page.ts";

export function invoicePdf(view: InvoiceView): Buffer {
	const { billedTo, currency } = view;
	const owed = view.status === "paid" ? view.amountDue : view.amountRemaining;
	return printPaper({
		kind: "Invoice",
		title: `Invoice ${view.number ?? view.id}`,
		businessName: view.businessName,
		currency,
		facts: [
			`Invoice number   ${view.number ?? view.id}`,
			`Date of issue      ${formatDate(view.issuedAt)}`,
		],
		person: {
			words: "Billed to",
			lines: [
				billedTo.name,
				billedTo.email,
				...billedTo.address,
				...view.taxIds.map(({ type, value }) => `${taxIdWords(type)} ${value}`),
			].filter((part) => part !== null),
		},
		headline: `${codedMoney(owed, currency)} ${standing(view)}`,
		lines: view.lines.map(({ words, period, quantity, amount }) => ({
			words,
			under: periodWords(period),
			quantity,
			amount,
		})),
		sums: [...view.sums, ...lastSums(view)].map((sum) => ({
			...sum,
			bold: sum.words === "Total" || sum.words.startsWith("Amount"),
		})),
		notes: [],
	});
}

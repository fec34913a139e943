// The invoice as a PDF.
import { formatDate } from "../words/dates.ts";
import { codedMoney } from "../words/money.ts";
import type { InvoiceView } from "./invoice-billing.ts";
import { lastSums, periodWords } from "./invoice-lines.ts";
import { standing } from "./invoice-page.ts";
import { letter, type PdfMark, pdfDocument, widthOf } from "./pdf-document.ts";

const margin = 56;
const right = letter.width - margin;
const lowest = 110;

/** As many pages as the lines need; the sums stand under the last of them. */
export function invoicePdf(view: InvoiceView): Buffer {
	const pages: PdfMark[][] = [];
	let page = head(view);
	let y = 500;
	for (const line of view.lines) {
		if (y < lowest) {
			pages.push(page);
			page = [];
			y = letter.height - margin;
		}
		page.push(...lineMarks(view, line, y));
		y -= 38;
	}
	const all = [...view.sums, ...lastSums(view)];
	if (y - all.length * 18 < margin) {
		pages.push(page);
		page = [];
		y = letter.height - margin;
	}
	page.push({ kind: "line", x: margin, y: y + 12, width: right - margin });
	all.forEach(({ words, amount }, index) => {
		const at = y - 8 - index * 18;
		const bold = words === "Total" || words.startsWith("Amount");
		page.push(text(320, at, { words, bold }));
		page.push(flushRight(at, { words: codedMoney(amount, view.currency), bold }));
	});
	page.push(text(margin, 48, { words: "Made by a simulated Stripe: no real money.", size: 8 }));
	return pdfDocument([...pages, page], `Invoice ${view.number ?? view.id}`);
}

interface Style {
	words: string;
	size?: number;
	bold?: boolean;
}

function text(x: number, y: number, { words, size = 10, bold = false }: Style): PdfMark {
	return { kind: "text", x, y, size, bold, words };
}

function flushRight(y: number, style: Style, edge = right): PdfMark {
	return text(edge - widthOf(style.words, style.size ?? 10), y, style);
}

function head(view: InvoiceView): PdfMark[] {
	const { billedTo } = view;
	const who = [billedTo.name, billedTo.email, ...billedTo.address].filter((part) => part !== null);
	const owed = view.status === "paid" ? view.amountDue : view.amountRemaining;
	return [
		text(margin, 720, { words: "Invoice", size: 24, bold: true }),
		flushRight(724, { words: view.businessName, size: 13, bold: true }),
		text(margin, 690, { words: `Invoice number   ${view.number ?? view.id}` }),
		text(margin, 675, { words: `Date of issue      ${formatDate(view.issuedAt)}` }),
		text(margin, 645, { words: "Billed to", bold: true }),
		...who.slice(0, 6).map((words, index) => text(margin, 630 - index * 13, { words })),
		text(margin, 545, {
			words: `${codedMoney(owed, view.currency)} ${standing(view)}`,
			size: 14,
			bold: true,
		}),
		text(margin, 522, { words: "Description", size: 9 }),
		flushRight(522, { words: "Qty", size: 9 }, 400),
		flushRight(522, { words: "Amount", size: 9 }),
		{ kind: "line", x: margin, y: 515, width: right - margin },
	];
}

function lineMarks(view: InvoiceView, line: InvoiceView["lines"][number], y: number): PdfMark[] {
	const words = line.words.length > 58 ? `${line.words.slice(0, 57)}...` : line.words;
	const period = periodWords(line.period);
	return [
		text(margin, y, { words }),
		...(period === null ? [] : [text(margin, y - 13, { words: period, size: 8 })]),
		...(line.quantity === null ? [] : [flushRight(y, { words: String(line.quantity) }, 400)]),
		flushRight(y, { words: codedMoney(line.amount, view.currency) }),
	];
}

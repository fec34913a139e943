// What invoices and quotes have in common on paper: a head, lines, sums, as many pages as that needs.
import { codedMoney } from "../words/money.ts";
import { letter, type PdfMark, pdfDocument, widthOf } from "./pdf-document.ts";

export interface Paper {
	/** What kind of paper it is, large at the top, and the file's title. */
	kind: string;
	title: string;
	businessName: string;
	currency: string;
	/** Short lines under the kind: number, dates. */
	facts: string[];
	/** A word for the person, and who it is. */
	person: { words: string; lines: string[] };
	/** One bold line above the table. */
	headline: string;
	lines: PaperLine[];
	sums: PaperSum[];
	/** Small print under the table. */
	notes: string[];
}

export interface PaperLine {
	words: string;
	/** In small print below. */
	under: string | null;
	quantity: number | null;
	amount: number;
}

export interface PaperSum {
	words: string;
	amount: number;
	bold: boolean;
}

const margin = 56;
const right = letter.width - margin;
const lowest = 110;

/** As many pages as the lines need; the sums stand under the last of them. */
export function printPaper(paper: Paper): Buffer {
	const pages: PdfMark[][] = [];
	let page = head(paper);
	let y = 500;
	for (const line of paper.lines) {
		if (y < lowest) {
			pages.push(page);
			page = [];
			y = letter.height - margin;
		}
		page.push(...lineMarks(paper, line, y));
		y -= 38;
	}
	if (y - paper.sums.length * 18 - paper.notes.length * 13 < margin + 20) {
		pages.push(page);
		page = [];
		y = letter.height - margin;
	}
	page.push({ kind: "line", x: margin, y: y + 12, width: right - margin });
	paper.sums.forEach(({ words, amount, bold }, index) => {
		const at = y - 8 - index * 18;
		page.push(text(320, at, { words, bold }));
		page.push(flushRight(at, { words: codedMoney(amount, paper.currency), bold }));
	});
	const below = y - 30 - paper.sums.length * 18;
	paper.notes.forEach((words, index) => {
		page.push(text(margin, below - index * 13, { words: cut(words, 100), size: 9 }));
	});
	page.push(text(margin, 48, { words: "Made by a simulated Stripe: no real money.", size: 8 }));
	return pdfDocument([...pages, page], paper.title);
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

function head({ kind, businessName, facts, person, headline }: Paper): PdfMark[] {
	return [
		text(margin, 720, { words: kind, size: 24, bold: true }),
		flushRight(724, { words: businessName, size: 13, bold: true }),
		...facts.slice(0, 3).map((words, index) => text(margin, 690 - index * 15, { words })),
		text(margin, 645, { words: person.words, bold: true }),
		...person.lines.slice(0, 7).map((words, index) => text(margin, 630 - index * 13, { words })),
		text(margin, 545, { words: headline, size: 14, bold: true }),
		text(margin, 522, { words: "Description", size: 9 }),
		flushRight(522, { words: "Qty", size: 9 }, 400),
		flushRight(522, { words: "Amount", size: 9 }),
		{ kind: "line", x: margin, y: 515, width: right - margin },
	];
}

function lineMarks({ currency }: Paper, line: PaperLine, y: number): PdfMark[] {
	const { under, quantity, amount } = line;
	return [
		text(margin, y, { words: cut(line.words, 58) }),
		...(under === null ? [] : [text(margin, y - 13, { words: under, size: 8 })]),
		...(quantity === null ? [] : [flushRight(y, { words: String(quantity) }, 400)]),
		flushRight(y, { words: codedMoney(amount, currency) }),
	];
}

function cut(words: string, most: number): string {
	return words.length > most ? `${words.slice(0, most - 1)}...` : words;
}

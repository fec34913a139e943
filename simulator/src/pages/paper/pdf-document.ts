// Writes a plain PDF of text and lines, with the fonts that every reader has.

/** What a page holds; points from the lower left corner, 72 to the inch. */
export type PdfMark =
	| { kind: "text"; x: number; y: number; size: number; bold: boolean; words: string }
	| { kind: "line"; x: number; y: number; width: number };

export const letter = { width: 612, height: 792 };

/** One PDF 1.4 file, a page each. Text that the built-in fonts cannot write shows as question marks. */
export function pdfDocument(pages: readonly (readonly PdfMark[])[], title: string): Buffer {
	const first = 6;
	const objects = [
		"<< /Type /Catalog /Pages 2 0 R >>",
		`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, at) => `${first + at * 2} 0 R`).join(" ")}] >>`,
		font("Helvetica"),
		font("Helvetica-Bold"),
		`<< /Title ${literal(title)} >>`,
		...pages.flatMap((marks, at) => {
			const stream = marks.map(drawn).join("\n");
			return [
				`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${letter.width} ${letter.height}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${first + at * 2 + 1} 0 R >>`,
				`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
			];
		}),
	];
	return assemble(objects);
}

/** How wide the text will be, near enough to set it flush right; Helvetica's own widths for digits. */
export function widthOf(words: string, size: number): number {
	const widths = [...words].map((one) => {
		if (/[.,:;'|!ijlI ]/.test(one)) return 0.278;
		if (/[mwMW%@]/.test(one)) return 0.86;
		return /[A-Z]/.test(one) ? 0.69 : 0.556;
	});
	return size * widths.reduce((sum, width) => sum + width, 0);
}

function font(name: string): string {
	return `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
}

function drawn(mark: PdfMark): string {
	if (mark.kind === "line")
		return `0.8 G ${mark.x} ${mark.y} m ${mark.x + mark.width} ${mark.y} l S`;
	const { x, y, size, bold, words } = mark;
	return `BT /F${bold ? 2 : 1} ${size} Tf ${x.toFixed(2)} ${y.toFixed(2)} Td ${literal(words)} Tj ET`;
}

/** Latin-1 and the few signs that WinAnsi puts where Latin-1 has none. */
const winAnsi: Record<string, string> = { "€": "\\200", "–": "\\226", "—": "\\227", "×": "\\327" };

function literal(words: string): string {
	const safe = [...words].map((one) => {
		const special = winAnsi[one];
		if (special !== undefined) return special;
		if (/[\\()]/.test(one)) return `\\${one}`;
		const code = one.codePointAt(0) ?? 63;
		if (code >= 32 && code < 127) return one;
		return code >= 160 && code < 256 ? `\\${code.toString(8)}` : "?";
	});
	return `(${safe.join("")})`;
}

/** Every object is plain ASCII, so lengths in characters are lengths in bytes. */
function assemble(objects: readonly string[]): Buffer {
	let body = "%PDF-1.4\n";
	const starts = objects.map((object, index) => {
		const start = body.length;
		body += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return start;
	});
	const rows = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
	const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
	const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
	return Buffer.from(body + table + trailer, "latin1");
}

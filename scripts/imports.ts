// Reads which modules a TypeScript file imports, without a parser.

export interface Import {
	specifier: string;
	/** True when nothing of it is left at run time: `import type`, `export type … from`. */
	typeOnly: boolean;
}

/**
 * The source with comments and the insides of strings blanked out, every character in its place, so
 * that a rule looking for code never finds prose. Import paths are kept with `keepStrings`. Regular
 * expression literals holding quotes or `//` are recognised where an expression may start.
 */
export function codeOnly(source: string, keepStrings = false): string {
	let out = "";
	let at = 0;
	while (at < source.length) {
		const end = tokenEnd(source, at, out);
		const token = source.slice(at, end);
		const comment = token.startsWith("//") || token.startsWith("/*");
		if (end - at === 1 || (keepStrings && !comment)) out += token;
		else out += token.startsWith("`") ? templateCode(token) : blanked(token);
		at = end;
	}
	return out;
}

/** Every static and dynamic import and re-export of a file, in order. */
export function importsOf(source: string): Import[] {
	const code = codeOnly(source, true);
	const bare = codeOnly(source);
	const found: Import[] = [];
	const pattern =
		/(?<![.$\w])(import|export)\b(\s+type\b)?(?:(?!\b(?:import|export)\b)[^;"'`()])*?\bfrom\s*(["'])([^"']+)\3|(?<![.$\w])import\s*(["'])([^"']+)\5|(?<![.$\w])import\s*\(\s*(["'])([^"']+)\7/g;
	for (const match of code.matchAll(pattern)) {
		// Where the blanked source has no keyword, the match stood inside a string.
		if (bare.slice(match.index, match.index + 6).trim() === "") continue;
		const specifier = match[4] ?? match[6] ?? match[8] ?? "";
		found.push({ specifier, typeOnly: match[2] !== undefined });
	}
	return found;
}

// Length-one tokens are code; longer ones are comments, strings, templates or regular expressions.
function tokenEnd(source: string, at: number, before: string): number {
	const two = source.slice(at, at + 2);
	if (two === "//") return orEnd(source, source.indexOf("\n", at));
	if (two === "/*") return orEnd(source, source.indexOf("*/", at + 2) + 2, 1);
	const char = source[at] ?? "";
	if (char === '"' || char === "'") return quotedEnd(source, at, char);
	if (char === "`") return templateEnd(source, at);
	if (char === "/" && expressionMayStart(before)) return regexEnd(source, at);
	return at + 1;
}

function orEnd(source: string, index: number, lowest = 0): number {
	return index <= lowest ? source.length : index;
}

function quotedEnd(source: string, at: number, quote: string): number {
	let i = at + 1;
	while (i < source.length && source[i] !== quote && source[i] !== "\n") {
		i += source[i] === "\\" ? 2 : 1;
	}
	return Math.min(i + 1, source.length);
}

function templateEnd(source: string, at: number): number {
	let depth = 0;
	let i = at + 1;
	while (i < source.length) {
		const char = source[i];
		if (char === "\\") i += 1;
		else if (char === "$" && source[i + 1] === "{") depth += 1;
		else if (char === "}" && depth > 0) depth -= 1;
		else if (char === "`" && depth === 0) return i + 1;
		else if (char === "`") i = templateEnd(source, i) - 1;
		i += 1;
	}
	return source.length;
}

// A template's text is prose, what stands in its `${…}` is code.
function templateCode(token: string): string {
	let out = "";
	let at = 0;
	for (let start = nextHole(token, 0); start !== -1; start = nextHole(token, at)) {
		const end = holeEnd(token, start + 2);
		out += blanked(token.slice(at, start + 2)) + codeOnly(token.slice(start + 2, end));
		at = end;
	}
	return out + blanked(token.slice(at));
}

function nextHole(token: string, from: number): number {
	let i = token.indexOf("${", from);
	while (i > 0 && token[i - 1] === "\\") i = token.indexOf("${", i + 1);
	return i;
}

function holeEnd(token: string, from: number): number {
	let depth = 0;
	let i = from;
	while (i < token.length && !(token[i] === "}" && depth === 0)) {
		if (token[i] === "{") depth += 1;
		else if (token[i] === "}") depth -= 1;
		i = token[i] === "`" ? templateEnd(token, i) : i + 1;
	}
	return i;
}

function blanked(text: string): string {
	return text.replace(/[^\n]/g, " ");
}

function expressionMayStart(before: string): boolean {
	const last = before.trimEnd();
	return last === "" || /[(,=:[!&|?{};+\-*%<>~^]$|\b(?:return|typeof|case|in|of)$/.test(last);
}

function regexEnd(source: string, at: number): number {
	let inClass = false;
	for (let i = at + 1; i < source.length && source[i] !== "\n"; i++) {
		const char = source[i];
		if (char === "\\") i += 1;
		else if (char === "[") inClass = true;
		else if (char === "]") inClass = false;
		else if (char === "/" && !inClass) return i + 1;
	}
	return at + 1;
}

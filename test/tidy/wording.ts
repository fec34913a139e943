// Rules on words: ours in the code, none that silence a tool, none that name a machine.
import { codeOnly } from "../../scripts/imports.ts";
import { codeFiles, type SourceFile } from "./repository.ts";

/** `any` by assertion or annotation, and comments that silence a tool without a reason. */
export function escapeViolations(files: readonly SourceFile[]): string[] {
	return codeFiles(files).flatMap(({ path, text }) => {
		const code = codeOnly(text);
		const comments = commentsOf(text);
		const found = [
			...(code.match(/\bas\s+any\b|:\s*any\b(?!\()|<any\b/g) ?? []),
			...(comments.match(/@ts-(ignore|nocheck)\b/g) ?? []),
			...(comments.match(/@ts-expect-error(?!:? *\S.{14})/g) ?? []),
			...(comments.match(/biome-ignore(?!(-all)? [\w/]+: *\S.{14})/g) ?? []),
		];
		return found.map((silencer) => `${path}: "${silencer.trim()}" without a reason.`);
	});
}

const wrongWords = [
	{ pattern: /\b[Pp]lans?\b|[a-z]Plans?\b|\bplan[A-Z_]\w*|_plans?\b|\bPLANS?\b/, say: "tier" },
	{ pattern: /\b[Cc]ancelled\b|[a-z]Cancelled\b|CANCELLED/, say: "canceled (Stripe's spelling)" },
];

/** Words for which the project has another, in code and in what people read on the screen. */
export function wordViolations(files: readonly SourceFile[]): string[] {
	return codeFiles(files)
		.filter(({ path }) => /^(backend|frontend)\/(src\/|[a-z.]+\.ts$)/.test(path))
		.flatMap(({ path, text }) =>
			wrongWords.flatMap(({ pattern, say }) => {
				const found = codeOnly(text, true).match(pattern);
				return found ? [`${path}: "${found[0]}" is called ${say} here.`] : [];
			}),
		);
}

const machineTraces = [
	/(?<![\w.])\/(work|root|home\/\w+|Users\/\w+|opt\/n\d+|tmp\/\w)\b/,
	/https?:\/\/[^/\s"']*(registry|verdaccio|artifactory|nexus)[^\s"']*/,
	/\b_auth(Token)?\s*=/,
];

/** Paths and addresses that exist on one machine only. */
export function machineViolations(files: readonly SourceFile[]): string[] {
	return files.flatMap(({ path, text }) =>
		machineTraces.flatMap((trace) => {
			const found = trace.exec(text);
			return found ? [`${path} names "${found[0]}".`] : [];
		}),
	);
}

function commentsOf(text: string): string {
	const code = codeOnly(text, true);
	return [...text].map((char, at) => (code[at] === char && char !== "\n" ? " " : char)).join("");
}

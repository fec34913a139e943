// Rules that keep what is written beside the code true.
import type { SourceFile } from "./repository.ts";

/** Codes in the first column of a Markdown table, as `| \`code\` | … |`. */
export function codesInTable(markdown: string): string[] {
	return [...markdown.matchAll(/^\| `([a-z_]+)` \|/gm)].map((match) => match[1] ?? "");
}

const topLevel = "backend|frontend|simulator|scripts|test|docs|examples";

/** Paths in backticks, and links, that lead to no file or folder. `<…>` and `*` stand for any name. */
export function deadPaths(files: readonly SourceFile[]): string[] {
	const known = new Set(files.flatMap(({ path }) => [path, ...foldersOf(path)]));
	return files
		.filter(({ path }) => path.endsWith(".md") && path !== "CHANGELOG.md")
		.flatMap(({ path, text }) => {
			const named = [...text.matchAll(new RegExp(`\`((?:${topLevel})/[^\`\\s]*)\``, "g"))];
			const linked = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)];
			// A workspace's own README may speak from its workspace's root.
			const workspace = path.split("/")[0] ?? "";
			return [
				...named.map((match) => match[1] ?? ""),
				...linked.map((match) => resolved(path, match[1] ?? "")),
			]
				.map((target) => target.replace(/\/$/, "").replace(/:\d+$/, ""))
				.filter((target) => !/[<*{…]/.test(target) && !target.endsWith(".png"))
				.filter((target) => !known.has(target) && !known.has(`${workspace}/${target}`))
				.map((target) => `${path} names ${target}, which is not there.`);
		});
}

function foldersOf(path: string): string[] {
	const parts = path.split("/").slice(0, -1);
	return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

function resolved(from: string, link: string): string {
	const base = new URL(from, "file:///");
	return decodeURIComponent(new URL(link, base).pathname.slice(1));
}

/**
 * Tests that a document names as `file › part of the name`, and that are not there. Only what stands
 * between two placeholders of a name can be found in the source, so a part may hold none.
 */
export function missingTests(markdown: string, textOf: (file: string) => string): string[] {
	return [...markdown.matchAll(/`([\w/-]+\.test\.ts) › ([^`]+)`/g)].flatMap(
		([, file = "", name = ""]) =>
			textOf(file).includes(name) ? [] : [`${file} has no test named "${name}".`],
	);
}

// Reads every file of the repository that people write, once.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

export interface SourceFile {
	/** From the repository root, with forward slashes. */
	path: string;
	text: string;
}

export const root = join(import.meta.dirname, "../..");

const notOurs =
	/^(node_modules|\.git|\.next|\.data.*|coverage|test-results|playwright-report|\.env(\.local)?|next-env\.d\.ts)$|\.tsbuildinfo$|\.log$/;

/** All text files but what is installed, built or local. */
export function readRepository(): SourceFile[] {
	return walk(root)
		.filter((path) => !/\.(png|jpg|ico|woff2?)$/.test(path))
		.map((path) => ({
			path: relative(root, path).split(sep).join("/"),
			text: readFileSync(path, "utf8"),
		}));
}

/** TypeScript and JavaScript alone. */
export function codeFiles(files: readonly SourceFile[]): SourceFile[] {
	return files.filter(({ path }) => /\.(ts|tsx|mjs|js)$/.test(path));
}

function walk(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (notOurs.test(entry.name)) return [];
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return walk(path);
		return entry.isFile() ? [path] : [];
	});
}

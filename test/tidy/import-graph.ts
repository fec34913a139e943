// Resolves the imports of our files to our files.
import { posix } from "node:path";
import { importsOf } from "../../scripts/imports.ts";
import { codeFiles, type SourceFile } from "./repository.ts";

export interface Edge {
	from: string;
	/** A path in the repository, or the package's specifier. */
	to: string;
	typeOnly: boolean;
	isPackage: boolean;
}

const contract = "@tollgate/backend/contract";

/** Every import of every file; our own workspaces by name are resolved like relative ones. */
export function edgesOf(files: readonly SourceFile[]): Edge[] {
	return codeFiles(files).flatMap(({ path, text }) =>
		importsOf(text).map(({ specifier, typeOnly }) => {
			const isPackage = !specifier.startsWith(".") && specifier !== contract;
			const to = specifier === contract ? "backend/src/http/contract.ts" : specifier;
			const ours = to.startsWith(".") ? posix.join(posix.dirname(path), to) : to;
			return { from: path, to: ours, typeOnly, isPackage };
		}),
	);
}

/** True when the specifier is this package or a path inside it. */
export function isOf(specifier: string, packageName: string): boolean {
	return specifier === packageName || specifier.startsWith(`${packageName}/`);
}

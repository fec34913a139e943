// Rule: no file imports itself by a roundabout way, not even for a type.
import { edgesOf } from "./import-graph.ts";
import type { SourceFile } from "./repository.ts";

/** Each cycle once, as the chain of its files. */
export function importCycles(files: readonly SourceFile[]): string[] {
	const next = new Map<string, string[]>();
	for (const { from, to, isPackage } of edgesOf(files)) {
		if (!isPackage) next.set(from, [...(next.get(from) ?? []), to]);
	}
	const found = new Set<string>();
	const done = new Set<string>();
	const visit = (path: string, trail: string[]) => {
		const at = trail.indexOf(path);
		if (at !== -1) found.add([...trail.slice(at), path].join(" → "));
		if (at !== -1 || done.has(path)) return;
		for (const to of next.get(path) ?? []) visit(to, [...trail, path]);
		done.add(path);
	};
	for (const path of next.keys()) visit(path, []);
	return [...found];
}

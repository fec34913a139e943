// Finds what would make `npm ci` fail, or install too little, on another machine.

interface LockedPackage {
	link?: boolean;
	integrity?: string;
	inBundle?: boolean;
	resolved?: string;
	optionalDependencies?: Record<string, string>;
}

const workspaces = new Set(["", "backend", "frontend", "simulator"]);

/**
 * One sentence per gap in the text of a package-lock.json: an optional dependency that is not locked
 * (npm refuses the file, or another platform gets no binary), a package without integrity, or an
 * address of one registry (nobody else could install from it).
 */
export function lockProblems(text: string): string[] {
	const { packages } = JSON.parse(text) as { packages: Record<string, LockedPackage> };
	const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, "")));
	return Object.entries(packages).flatMap(([path, locked]) => [
		...Object.keys(locked.optionalDependencies ?? {})
			.filter((name) => !names.has(name))
			.map((name) => `${path || "the root"} wants ${name}, which is not locked.`),
		...(isFetched(path, locked) && !locked.integrity ? [`${path} has no integrity.`] : []),
		...(locked.resolved?.startsWith("http") ? [`${path} names a registry's address.`] : []),
	]);
}

function isFetched(path: string, locked: LockedPackage): boolean {
	return !workspaces.has(path) && !locked.link && !locked.inBundle;
}

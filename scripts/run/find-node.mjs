// Finds a Node.js that runs this project's TypeScript as it stands.
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Path of a Node.js ≥ 22.18: the running one, else the one the lockfile pins for this platform, else
 * null. The package is found by its path, because npm 10 may leave `node_modules/.bin/node` out.
 */
export function findNode(root) {
	const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
	if ((major > 22 || (major === 22 && minor >= 18)) && existsSync(process.execPath)) {
		return process.execPath;
	}
	const windows = process.platform === "win32";
	const name = `node-${windows ? "win" : process.platform}-${process.arch}`;
	const bundled = join(root, "node_modules", name, "bin", windows ? "node.exe" : "node");
	return existsSync(bundled) ? bundled : null;
}

// Before `npm pack`: copies src to dist as JavaScript, since Node.js takes no types out inside node_modules.
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";

const simulator = join(import.meta.dirname, "..");
const dist = join(simulator, "dist");

rmSync(dist, { recursive: true, force: true });
const entries = globSync("**/*", { cwd: join(simulator, "src"), withFileTypes: true });
for (const entry of entries.filter((one) => one.isFile() && !one.name.endsWith(".md"))) {
	const from = join(entry.parentPath, entry.name);
	const to = from.replace(join(simulator, "src"), dist);
	mkdirSync(dirname(to), { recursive: true });
	if (from.endsWith(".ts")) writeFileSync(to.replace(/\.ts$/, ".js"), toJavaScript(from));
	else copyFileSync(from, to);
}
copyFileSync(join(simulator, "../LICENSE"), join(dist, "LICENSE"));

/** Types become blanks, so that lines and columns in a stack trace are those of the source. */
function toJavaScript(file: string): string {
	const code = stripTypeScriptTypes(readFileSync(file, "utf8"));
	return code.replace(/(\bfrom\s+|\bimport\s+|\bimport\()"(\.[^"]+)\.ts"/g, '$1"$2.js"');
}

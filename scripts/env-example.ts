// Writes .env.example from the settings the programs know: `node scripts/env-example.ts`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { settings } from "../backend/src/settings.ts";
import { root } from "./start/settings.ts";

const startSettings = [
	{ name: "FRONTEND_PORT", meaning: "The port of the pages people open.", fallback: "3000" },
	{ name: "SIMULATOR_PORT", meaning: "The port of the simulated Stripe.", fallback: "12111" },
];

/** The file's text: every setting commented out, so that a copy changes nothing until it is edited. */
export function envExample(): string {
	const rows = [...settings.map((row) => ({ ...row })), ...startSettings];
	const blocks = rows.map(
		({ name, meaning, fallback }) => `# ${meaning}\n#${name}=${fallback ?? ""}`,
	);
	const head =
		"# Copy to .env and take the # away before what you set. Nothing is required to try it.";
	return `${[head, ...blocks].join("\n\n")}\n`;
}

if (process.argv[1] === import.meta.filename) {
	writeFileSync(join(root, ".env.example"), envExample());
}

// Rule: inside the backend, imports only go down the storeys.
import { type Edge, edgesOf } from "./import-graph.ts";
import type { SourceFile } from "./repository.ts";

const storeys = new Map([
	["main.ts", 6],
	["app.ts", 5],
	["telemetry", 4],
	["http", 4],
	["jobs", 4],
	["cli", 4],
	["operations", 3],
	["stripe", 2],
	["database", 2],
	["outbound", 2],
	["mails", 2],
	["domain", 1],
]);

const base = "backend/src/";

// Values in, values out: no input, no output, no package.
const pureRooms = new Set(["domain", "mails"]);

// What the environment may say: the list, and its reader. Rooms are handed values instead.
const settingsFiles = new Set([
	"settings.ts",
	"config.ts",
	"config-outbound.ts",
	"config-telemetry.ts",
]);

/** One sentence per import that goes up, sideways, or reads the settings itself. */
export function storeyViolations(files: readonly SourceFile[]): string[] {
	const unknown = files
		.filter(({ path }) => path.startsWith(base) && path.endsWith(".ts"))
		.filter(({ path }) => !settingsFiles.has(roomOf(path)) && !storeyOf(roomOf(path)))
		.map(({ path }) => `${path} stands in no storey.`);
	const wrong = edgesOf(files)
		.filter(({ from }) => from.startsWith(base))
		.flatMap((edge) => {
			const problem = edge.isPackage ? packageProblem(edge) : problemOf(edge);
			return problem ? [`${edge.from} imports ${edge.to}: ${problem}`] : [];
		});
	return [...unknown, ...wrong];
}

function packageProblem({ from }: Edge): string | null {
	return pureRooms.has(roomOf(from)) ? "this room is pure and imports no package." : null;
}

function problemOf({ from, to, typeOnly }: Edge): string | null {
	const [here, there] = [roomOf(from), roomOf(to)];
	if (!to.startsWith(base)) return outsideProblem(here, to);
	if (settingsFiles.has(here)) {
		return settingsFiles.has(there) ? null : `${here} imports no other part.`;
	}
	if (settingsFiles.has(there)) {
		return here === "main.ts" || here === "app.ts" ? null : "rooms are handed their values.";
	}
	if (here === there) return here === "operations" ? siblingProblem(to, typeOnly) : null;
	const [from_, to_] = [storeyOf(here) ?? 0, storeyOf(there) ?? 0];
	if (from_ === to_) return "the two are neighbours on one storey.";
	return from_ < to_ ? "that is upstairs." : null;
}

// The catalogue is a settings file beside src: only who puts the parts together reads it.
function outsideProblem(here: string, to: string): string | null {
	const top = here === "main.ts" || here === "app.ts";
	return top && to === "backend/billing.config.ts" ? null : "that is outside backend/src.";
}

function siblingProblem(to: string, typeOnly: boolean): string | null {
	const allowed = typeOnly || /\/(sync-[^/]+|watch)\.ts$/.test(to);
	return allowed ? null : "operations do not call each other, except sync-* and watch.";
}

function roomOf(path: string): string {
	return path.slice(base.length).split("/")[0] ?? "";
}

// A further file beside main.ts is a part that main.ts puts together: over the rooms, under both.
function storeyOf(room: string): number | undefined {
	return storeys.get(room) ?? (room.endsWith(".ts") ? 4.5 : undefined);
}

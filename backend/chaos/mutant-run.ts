// One mutant in a process of its own: its source is changed while it is loaded, then laws and worlds are tried.
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { mutants } from "./mutants.ts";

const mutant = mutants[Number(process.argv[2])];
const seeds = (process.argv[3] ?? "").split(",");
if (!mutant) throw new Error("no such mutant");

const source = join(import.meta.dirname, "../src");
const wanted = new Map<string, { from: string; to: string }[]>();
for (const { file, ...change } of mutant.changes) {
	const url = pathToFileURL(join(source, file)).href;
	wanted.set(url, [...(wanted.get(url) ?? []), change]);
}

registerHooks({
	load(url, context, nextLoad) {
		const loaded = nextLoad(url, context);
		const changes = wanted.get(url);
		if (!changes) return loaded;
		wanted.delete(url);
		let text = String(loaded.source);
		for (const { from, to } of changes) {
			if (!text.includes(from)) throw new Error(`${url} has no longer: ${from}`);
			text = text.replace(from, () => to);
		}
		return { ...loaded, source: text };
	},
});

const caught = await tryEverything();
if (caught === null && wanted.size > 0)
	throw new Error(`never loaded: ${[...wanted.keys()].join(", ")}`);
console.log(caught === null ? "SURVIVED" : `CAUGHT ${caught}`);
process.exit(0);

async function tryEverything(): Promise<string | null> {
	const { laws } = await import("./laws/all.ts");
	const { firstBroken } = await import("./probes.ts");
	for (const law of laws) {
		try {
			await law.check(1_000);
		} catch {
			return `by the law: ${law.name}`;
		}
	}
	const broken = await firstBroken();
	if (broken !== null) return `by the story: ${broken}`;
	const { openChaosDatabase } = await import("./world/database.ts");
	const { liveWorld } = await import("./world/world.ts");
	const { specOf } = await import("./world/run.ts");
	const database = await openChaosDatabase();
	for (const seed of seeds) {
		// No delivery is lost, so that the reconcile at the end cannot repair what the mutant broke.
		const spec = { ...specOf(seed, 15, 120), off: new Set(["drop"]) };
		const world = await liveWorld(database, spec, new Map()).catch((error) => ({
			problems: [String(error)],
		}));
		if (world.problems[0]) return `by world ${seed}: ${world.problems[0].slice(0, 160)}`;
	}
	return null;
}

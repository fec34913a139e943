// Asks the simulator what the real Stripe was asked, and compares the answers.

import { openSimulator, type Questioned } from "../open-simulator.ts";
import { catalogStart, makeStartingObjects, stockCatalog } from "../triggers/starting-objects.ts";
import type { Cassette, Interaction } from "./cassettes.ts";
import { compareAnswers, type Difference, type IdMap } from "./compare.ts";

export interface Replayed {
	interaction: Interaction;
	/** Our HTTP status. */
	status: number;
	differences: Difference[];
}

/** Replays one cassette in order, on a clock that stands where it stood when it was recorded. */
export async function replayCassette(cassette: Cassette): Promise<Replayed[]> {
	const simulator = await openSimulator(catalogStart);
	const ids: IdMap = new Map();
	const replayed: Replayed[] = [];
	try {
		await stockCatalog(simulator, ids);
		for (const interaction of cassette.interactions) {
			await makeStartingObjects(simulator, interaction, ids);
			simulator.setNow(interaction.at);
			replayed.push(await replayOne(simulator, interaction, ids));
		}
	} finally {
		await simulator.close();
	}
	return replayed;
}

async function replayOne(
	simulator: Questioned,
	interaction: Interaction,
	ids: IdMap,
): Promise<Replayed> {
	const { method, path, form } = interaction;
	const { status, json } = await simulator.call(method, pathWithOurs(path, ids), ours(form, ids));
	if (status === interaction.status) {
		return { interaction, status, differences: compareAnswers(interaction.json, json, ids) };
	}
	const where = `${method} ${path.split("?")[0]?.replace(/[a-z]+_[A-Za-z0-9]{8,}/g, ":id")}`;
	const error = JSON.stringify(json.error ?? json);
	const recorded = interaction.status;
	const refused = { kind: "value", where, recorded, ours: error, object: "", key: "" } as const;
	return { interaction, status, differences: [refused] };
}

/** The form with every value that is a recorded id replaced by ours. */
function ours(form: string, ids: IdMap): string {
	return form
		.split("&")
		.map((pair) => {
			const [name = "", value = ""] = pair.split("=");
			return pair === "" ? "" : `${name}=${ids.get(decodeURIComponent(value)) ?? value}`;
		})
		.join("&");
}

function pathWithOurs(path: string, ids: IdMap): string {
	const [place = "", query] = path.split("?");
	const named = place
		.split("/")
		.map((part) => ids.get(part) ?? part)
		.join("/");
	return query === undefined ? named : `${named}?${ours(query, ids)}`;
}

// The console, from the state.
import type { CollectionName } from "../../billing/core/collections.ts";
import { readTarget } from "../../control/clock-target.ts";
import type { Faults } from "../../faults/fault-rules.ts";
import type { ConsoleBilling, Page, Shown } from "../../pages/console/console-billing.ts";
import type { World } from "../../state/world.ts";
import { deliveryBilling } from "./delivery-view.ts";
import { eventBilling } from "./event-view.ts";
import { faultBilling } from "./fault-view.ts";
import { labelOf, shownTypes } from "./object-types.ts";
import { testClockBilling } from "./test-clock-view.ts";

const pageSize = 25;
/** Finding words in everything is a scan; beyond this many objects it stops looking. */
const scanned = 20_000;

export function consoleBilling(world: World, faults: Faults): ConsoleBilling {
	const watchers = new Set<() => void>();
	const tell = () => {
		for (const watcher of watchers) watcher();
	};
	world.onCommit(tell);
	world.onReplaced(tell);
	return {
		...eventBilling(world),
		...deliveryBilling(world),
		...testClockBilling(world),
		...faultBilling(faults),
		overview: () => ({
			offset: world.offset(),
			types: shownTypes.map(({ name, label }) => ({ name, label, count: world.count(name) })),
		}),
		listObjects: (type, search, before) => {
			const found = shownTypes.find(({ name }) => name === type);
			return found === undefined ? undefined : listObjects(world, found.name, { search, before });
		},
		searchObjects: (search) =>
			shownTypes
				.filter(({ name }) => name !== "event")
				.flatMap(({ name }) => listObjects(world, name, { search, before: null }).rows)
				.slice(0, pageSize * 2),
		labelOf,
		findObject(id) {
			for (const { name } of shownTypes) {
				const found = world.state.get(name, id);
				if (found !== undefined) return { ...found };
			}
			return undefined;
		},
		moveClock(advance) {
			const target = readTarget({ advance }, world.now());
			if ("problem" in target) return target.problem;
			world.advanceTo(target.to);
			return null;
		},
		reset: () => world.reset(),
		watch(changed) {
			watchers.add(changed);
			return () => watchers.delete(changed);
		},
	};
}

function listObjects(
	world: World,
	name: CollectionName,
	{ search, before }: { search: string; before: string | null },
): Page<Shown> {
	const words = search.trim().toLowerCase();
	const rows: Shown[] = [];
	let seen = 0;
	for (const one of world.state.list(name, before === null ? {} : { before })) {
		seen += 1;
		if (seen > scanned) break;
		if (words !== "" && !JSON.stringify(one).toLowerCase().includes(words)) continue;
		if (rows.length === pageSize) return { rows, older: String(rows.at(-1)?.id) };
		rows.push({ ...one });
	}
	return { rows, older: null };
}

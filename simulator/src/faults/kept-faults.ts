// The rules as a part of the state: they survive a restart, and a reset or a restore takes them along.
import type { World } from "../state/world.ts";
import { faultKinds } from "./fault-kinds.ts";
import type { FaultKeeper } from "./fault-rules.ts";

const id = "faults";

export function keptFaults(world: World): FaultKeeper {
	return {
		read() {
			const { added = 0, rules = [] } = world.state.get("faultList", id) ?? {};
			return {
				added,
				rules: rules.flatMap((rule) => {
					const kind = faultKinds.find((one) => one === rule.kind);
					return kind === undefined ? [] : { ...rule, kind };
				}),
			};
		},
		write: (list) => void world.run((draft) => draft.put("faultList", { id, ...list })),
	};
}

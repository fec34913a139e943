// Faults for the console: the same rules that the control API keeps.
import { type FaultKind, faultKinds } from "../../faults/fault-kinds.ts";
import type { Faults } from "../../faults/fault-rules.ts";
import type { ConsoleBilling, FaultWanted } from "../../pages/console/console-billing.ts";

type Part = Pick<ConsoleBilling, "faultKinds" | "listFaults" | "addFault" | "removeFault">;

export function faultBilling(faults: Faults): Part {
	return {
		faultKinds: () => faultKinds,
		listFaults: () =>
			faults.list().map(({ id, kind, method, path, rate, count, matched, struck }) => {
				const left = count === null ? null : Math.max(0, count - struck);
				return { id, kind, method, path, rate, left, matched, struck };
			}),
		addFault: (wanted) => add(faults, wanted),
		removeFault: (id) => (faults.remove(id) ? null : "There is no such fault."),
	};
}

const methods = ["GET", "POST", "DELETE"];
/** Longer than an SDK waits, and long enough to be felt. */
const usualMs: { [Kind in FaultKind]?: number } = { timeout_after: 90_000, latency: 1000 };

function add(
	faults: Faults,
	{ kind: word, method, path, rate, count }: FaultWanted,
): string | null {
	const kind = faultKinds.find((one) => one === word);
	if (kind === undefined) return "Choose what is to go wrong.";
	if (!path.startsWith("/v1/"))
		return "The path begins with /v1/; faults strike Stripe's API only.";
	if (!(rate > 0 && rate <= 100)) return "The rate is from 1 to 100 per cent.";
	if (!Number.isSafeInteger(count) || count < 0) return "The number of times is 0 or more.";
	faults.add({
		kind,
		method: methods.includes(method) ? method : null,
		path,
		rate: rate / 100,
		count: count === 0 ? null : count,
		ms: usualMs[kind] ?? 0,
	});
	return null;
}

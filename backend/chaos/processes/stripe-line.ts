// The line from the backends to the simulator: every call is counted, and it can fall silent.
import { setTimeout as sleep } from "node:timers/promises";
import { passOn, startRelay } from "./http-relay.ts";
import type { Tally } from "./tally.ts";

export interface StripeLine {
	url: string;
	fallSilent(ms: number): void;
	heal(): void;
	close(): void;
}

const patienceMs = 100_000;

export async function openStripeLine(simulatorUrl: string, tally: Tally): Promise<StripeLine> {
	let silentUntil = 0;
	const relay = await startRelay(async (heard) => {
		while (performance.now() < silentUntil) await sleep(50);
		const answered = await passOn(simulatorUrl, heard, patienceMs);
		if (heard.path.startsWith("/v1/")) {
			const status = answered?.status ?? 0;
			tally.add(`api ${heard.method} ${templateOf(heard.path)} ${status}`);
			tally.add(`api status ${status}`);
			tally.add(heard.method === "GET" ? "api reads" : "api writes");
		}
		return answered;
	});
	return {
		url: relay.url,
		fallSilent: (ms) => (silentUntil = performance.now() + ms),
		heal: () => (silentUntil = 0),
		close: relay.close,
	};
}

/** `/v1/customers/cus_123?limit=1` is `/v1/customers/:id`. */
function templateOf(path: string): string {
	const [plain = ""] = path.split("?");
	return plain.replaceAll(/\/[a-z]+(_[a-z]+)*_\w{6,}/gi, "/:id");
}

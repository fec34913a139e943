// The line from the simulator to the backends: it spreads deliveries over them and keeps its own record.
import type { Random } from "../world/random.ts";
import { type Heard, passOn, startRelay } from "./http-relay.ts";
import type { Tally } from "./tally.ts";

export interface WebhookLine {
	url: string;
	/** Events of which a backend has said 2xx, whether or not the simulator heard it. */
	acked: ReadonlySet<string>;
	/** Every event that was ever brought here. */
	offered: ReadonlySet<string>;
	/** The delivery that came last: something to forge. */
	latest(): Heard | null;
	/** Stops losing answers. */
	heal(): void;
	close(): void;
}

/** Stripe waits about so long for an answer. */
const patienceMs = 10_000;

export async function openWebhookLine(
	backends: readonly { url: string }[],
	random: Random,
	parts: { tally: Tally; lostAnswers: number },
): Promise<WebhookLine> {
	const { tally } = parts;
	const acked = new Set<string>();
	const offered = new Set<string>();
	let latest: Heard | null = null;
	let lostAnswers = parts.lostAnswers;
	const relay = await startRelay(async (heard) => {
		latest = heard;
		const id = eventIdOf(heard.body);
		if (offered.has(id)) tally.add("deliveries repeated");
		offered.add(id);
		const beganMs = performance.now();
		const answered = await passOn(random.pick(backends).url, heard, patienceMs);
		const status = answered?.status ?? 0;
		tally.add(`delivery status ${status}`);
		if (status >= 200 && status < 300) {
			acked.add(id);
			tally.measure("ack", performance.now() - beganMs);
			if (random.chance(lostAnswers)) {
				tally.add("fault 2xx lost");
				return null;
			}
		}
		return answered ?? { status: 502, headers: {}, body: Buffer.alloc(0) };
	});
	const heal = () => {
		lostAnswers = 0;
	};
	return { url: relay.url, acked, offered, latest: () => latest, heal, close: relay.close };
}

function eventIdOf(body: Buffer): string {
	return /"id":\s*"(evt_\w+)"/.exec(body.toString("utf8"))?.[1] ?? "";
}

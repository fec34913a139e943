// Sends pending events to their endpoints until each has said that it took them.
import type { WebhookEndpoint } from "../billing/core/objects.ts";
import { disableFailing, isOverdue } from "../billing/webhooks/endpoint-health.ts";
import type { DeliveryRecord } from "../billing/webhooks/records.ts";
import { activeSecrets } from "../billing/webhooks/roll-secret.ts";
import { chance } from "../faults/fault-rules.ts";
import type { World } from "../state/world.ts";
import { bodyOf } from "./delivery-body.ts";
import { postEvent } from "./post-event.ts";
import { endDelivery, isTaken, recordAttempt } from "./record-attempt.ts";
import { signatureHeader } from "./sign.ts";
import { createWaitingLine } from "./waiting-line.ts";

const atOnce = 8;

export interface Courier {
	/** Resolves once nothing is under way and nothing is due now; later retries do not count. */
	settled(): Promise<void>;
	/** Stops at once; what was under way stays pending and is sent again by the next process. */
	close(): void;
}

/** A delivery's turn; `again` for the second copy of one that was taken. */
interface Turn {
	id: string;
	again: boolean;
}

/** Starts delivering, beginning with what an earlier process left pending. The seed decides all chances. */
export function startCourier(
	world: World,
	{ clock, seed }: { clock: () => Date; seed: string },
): Courier {
	const waiting = new Map<string, NodeJS.Timeout>();
	const line = createWaitingLine<Turn>();
	const stop = new AbortController();
	const idle: (() => void)[] = [];
	let underWay = 0;
	let taken = 0;

	function plan(id: string, atMs: number): void {
		clearTimeout(waiting.get(id));
		const wait = atMs - clock().getTime();
		if (wait <= 0) {
			waiting.delete(id);
			enqueue({ id, again: false });
			return;
		}
		const timer = setTimeout(() => plan(id, 0), Math.min(wait, 2 ** 31 - 1));
		waiting.set(id, timer.unref());
	}

	function enqueue(turn: Turn): void {
		line.push(turn);
		setImmediate(pump);
	}

	function pump(): void {
		while (underWay < atOnce && !stop.signal.aborted) {
			taken += 1;
			const place = world.settings.scrambleDelivery ? chance(`${seed}/turn/${taken}`) : 0;
			const turn = line.take(place);
			if (turn === undefined) break;
			underWay += 1;
			void attempt(world, turn, { clock, seed, signal: stop.signal })
				.then((isTaken) => {
					const twice = chance(`${seed}/twice/${turn.id}`) < world.settings.duplicateRate;
					if (isTaken && twice && !turn.again) enqueue({ id: turn.id, again: true });
				})
				.finally(() => {
					underWay -= 1;
					pump();
				});
		}
		if (underWay === 0 && line.isEmpty()) for (const tell of idle.splice(0)) tell();
	}

	function planPending(): void {
		for (const delivery of world.state.oldestFirst("delivery")) {
			if (delivery.state === "pending") plan(delivery.id, 0);
		}
	}

	function forget(): void {
		for (const timer of waiting.values()) clearTimeout(timer);
		waiting.clear();
		line.clear();
	}

	world.onCommit((changes) => {
		for (const { name, record } of changes) {
			if (name !== "delivery" || record?.state !== "pending") continue;
			// Its event has left the log: it is waiting already.
			if (record.forgottenEvent !== undefined && record.failures === 0) continue;
			const firstAtMs = clock().getTime() + world.settings.deliveryDelayMs;
			plan(record.id, record.nextAttemptAtMs === 0 ? firstAtMs : record.nextAttemptAtMs);
		}
	});
	world.onReplaced(() => {
		forget();
		planPending();
	});
	planPending();
	return {
		settled: () =>
			new Promise((resolve) => {
				idle.push(resolve);
				setImmediate(pump);
			}),
		close() {
			stop.abort();
			forget();
		},
	};
}

interface Surroundings {
	clock: () => Date;
	seed: string;
	signal: AbortSignal;
}

/** Answers whether the endpoint took the event. */
async function attempt(world: World, { id, again }: Turn, around: Surroundings): Promise<boolean> {
	const { clock, signal } = around;
	const delivery = world.state.get("delivery", id);
	if (delivery === undefined || (delivery.state !== "pending" && !again)) return false;
	const nowMs = clock().getTime();
	if (isOverdue(world.settings, world.state.get("endpointHealth", delivery.endpoint), nowMs)) {
		world.run((draft) => disableFailing(draft, delivery.endpoint, nowMs));
	}
	const target = targetOf(world, delivery, nowMs);
	if (target === null) {
		world.run((draft) => endDelivery(draft, id, "failed"));
		return false;
	}
	if (delivery.attempts.length === 0 && isLost(world, id, around.seed)) {
		world.run((draft) => endDelivery(draft, id, "dropped"));
		return false;
	}
	const { endpoint, body, secrets } = target;
	const signature = signatureHeader(body, secrets, clock());
	const atMs = clock().getTime();
	const result = await postEvent(endpoint.url, body, { signature, signal });
	if (signal.aborted) return false;
	const tookMs = clock().getTime() - atMs;
	world.run((draft) => recordAttempt(draft, id, { atMs, tookMs, signature, ...result }));
	return isTaken(result.status);
}

interface Target {
	endpoint: WebhookEndpoint;
	body: string;
	secrets: string[];
}

function targetOf(world: World, delivery: DeliveryRecord, nowMs: number): Target | null {
	const { state } = world;
	const endpoint = state.get("webhook_endpoint", delivery.endpoint);
	const body = bodyOf(state, delivery);
	if (endpoint?.status !== "enabled" || body === undefined) return null;
	const secrets = activeSecrets(state.get("secret", endpoint.id), nowMs);
	return { endpoint, body, secrets: secrets.map(({ value }) => value) };
}

function isLost(world: World, id: string, seed: string): boolean {
	return chance(`${seed}/lost/${id}`) < world.settings.dropRate;
}

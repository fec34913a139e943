// Sends pending events to their endpoints until each has said that it took them.
import type { World } from "../state/world.ts";
import { abandonDelivery, recordAttempt } from "./record-attempt.ts";
import { signatureHeader } from "./sign.ts";

const answerWithinMs = 10_000;
const atOnce = 8;

export interface Courier {
	/** Resolves once nothing is under way and nothing is due now; later retries do not count. */
	settled(): Promise<void>;
	/** Stops at once; what was under way stays pending and is sent again by the next process. */
	close(): void;
}

/** Starts delivering, beginning with what an earlier process left pending. */
export function startCourier(world: World, clock: () => Date): Courier {
	const waiting = new Map<string, NodeJS.Timeout>();
	const ready: string[] = [];
	const stop = new AbortController();
	const idle: (() => void)[] = [];
	let underWay = 0;

	function plan(id: string, atMs: number): void {
		clearTimeout(waiting.get(id));
		const wait = atMs - clock().getTime();
		if (wait <= 0) {
			waiting.delete(id);
			ready.push(id);
			setImmediate(pump);
			return;
		}
		const timer = setTimeout(() => plan(id, 0), Math.min(wait, 2 ** 31 - 1));
		waiting.set(id, timer.unref());
	}

	function pump(): void {
		while (underWay < atOnce && !stop.signal.aborted) {
			const id = ready.shift();
			if (id === undefined) break;
			underWay += 1;
			void attempt(world, id, { clock, signal: stop.signal }).finally(() => {
				underWay -= 1;
				pump();
			});
		}
		if (underWay === 0 && ready.length === 0) for (const tell of idle.splice(0)) tell();
	}

	world.onCommit((changes) => {
		for (const { name, record } of changes) {
			if (name !== "delivery" || record?.state !== "pending") continue;
			plan(record.id, record.nextAttemptAtMs);
		}
	});
	for (const delivery of [...world.state.list("delivery")].reverse()) {
		if (delivery.state === "pending") plan(delivery.id, 0);
	}
	return {
		settled: () =>
			new Promise((resolve) => {
				idle.push(resolve);
				setImmediate(pump);
			}),
		close() {
			stop.abort();
			for (const timer of waiting.values()) clearTimeout(timer);
			ready.length = 0;
		},
	};
}

interface Surroundings {
	clock: () => Date;
	signal: AbortSignal;
}

async function attempt(world: World, id: string, { clock, signal }: Surroundings): Promise<void> {
	const delivery = world.state.get("delivery", id);
	const endpoint = world.state.get("webhook_endpoint", delivery?.endpoint ?? "");
	const event = world.state.get("event", delivery?.event ?? "");
	const secrets = world.state.get("secret", delivery?.endpoint ?? "")?.secrets;
	if (delivery?.state !== "pending") return;
	if (endpoint?.status !== "enabled" || event === undefined || secrets === undefined) {
		world.run((draft) => abandonDelivery(draft, id));
		return;
	}
	const body = JSON.stringify(event, null, 2);
	const atMs = clock().getTime();
	const result = await post(endpoint.url, body, {
		signature: signatureHeader(body, secrets, clock()),
		signal,
	});
	if (signal.aborted) return;
	world.run((draft) => recordAttempt(draft, id, { atMs, ...result }));
}

async function post(
	url: string,
	body: string,
	{ signature, signal }: { signature: string; signal: AbortSignal },
): Promise<{ status: number | null; error: string | null }> {
	try {
		const response = await fetch(url, {
			method: "POST",
			body,
			headers: {
				"content-type": "application/json; charset=utf-8",
				"stripe-signature": signature,
				"user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
			},
			// A redirect is a failure with Stripe, and following one could leave this machine.
			redirect: "manual",
			signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
		});
		await response.body?.cancel();
		return { status: response.status, error: null };
	} catch (problem) {
		return { status: null, error: problem instanceof Error ? reasonOf(problem) : "unknown" };
	}
}

function reasonOf(problem: Error): string {
	const { cause } = problem;
	return cause instanceof Error && cause.message !== "" ? cause.message : problem.message;
}

// Group commit: deliveries that arrive together are stored by one statement.
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { BillingError } from "../domain/errors.ts";
import type { Database } from "./database.ts";
import { isPassingError } from "./passing-error.ts";
import { type ReceivedEvent, recordEvents } from "./stripe-events.ts";

/** How many events one statement may hold, and how much may wait in memory before more is refused. */
export interface InboxLimits {
	batchMax: number;
	waitingMax: number;
	waitingBytesMax: number;
}

export interface Inbox {
	/**
	 * Resolves once the event is committed: true when it had not been stored before. Rejects with
	 * `unavailable` when it was not stored: the sender is to try again.
	 */
	put(event: ReceivedEvent): Promise<boolean>;
}

interface Waiting {
	event: ReceivedEvent;
	resolve: (isNew: boolean) => void;
	reject: (error: unknown) => void;
}

const retryAfterSeconds = 5;

// A dead connection or a lost conflict shows itself once; more often means an outage.
const attemptsMax = 3;

// The other side of a conflict has to get through first: tried at once, the two may meet again.
const pauseMs = 50;

/** While one batch is being committed, arrivals gather and become the next one: no timer is needed. */
export function createInbox(database: Database, limits: InboxLimits): Inbox {
	let waiting: Waiting[] = [];
	let waitingBytes = 0;
	let flushing = false;
	return {
		put(event) {
			const full = waiting.length >= limits.waitingMax || waitingBytes >= limits.waitingBytesMax;
			if (full) return Promise.reject(new BillingError("unavailable", { retryAfterSeconds }));
			return new Promise((resolve, reject) => {
				waiting.push({ event, resolve, reject });
				waitingBytes += event.payload.length;
				if (!flushing) void flush();
			});
		},
	};

	async function flush(): Promise<void> {
		flushing = true;
		while (waiting.length > 0) {
			// The embedded database answers without a turn of the event loop: without this one, what has
			// arrived on other connections would not be read before this batch is closed.
			await nextTurn();
			const batch = waiting.slice(0, limits.batchMax);
			waiting = waiting.slice(limits.batchMax);
			for (const { event } of batch) waitingBytes -= event.payload.length;
			await store(batch);
		}
		flushing = false;
	}

	async function store(batch: readonly Waiting[]): Promise<void> {
		try {
			const stored = await record(batch, 1);
			for (const { event, resolve } of batch) resolve(stored.has(event.eventId));
		} catch (cause) {
			// One of them may be at fault: the others must not suffer for it.
			if (batch.length > 1 && !isPassingError(cause)) for (const one of batch) await store([one]);
			else
				for (const { reject } of batch)
					reject(new BillingError("unavailable", { retryAfterSeconds, cause }));
		}
	}

	async function record(batch: readonly Waiting[], attempt: number): Promise<Set<string>> {
		try {
			return await recordEvents(
				database,
				batch.map(({ event }) => event),
			);
		} catch (error) {
			if (attempt >= attemptsMax || !isPassingError(error)) throw error;
			await sleep(attempt * pauseMs);
			return record(batch, attempt + 1);
		}
	}
}

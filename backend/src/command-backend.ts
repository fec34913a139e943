// Wires the parts of the backend for one command: no server, no clockwork.
import type { Opened } from "./cli/tools.ts";
import { type DatabaseLocation, openDatabase } from "./database/connect.ts";
import { createInbox } from "./database/inbox.ts";
import { countDueLanes } from "./database/lane-batches.ts";
import { createLaneLock } from "./database/lane-lock.ts";
import type { Catalog } from "./domain/catalog.ts";
import type { Clock } from "./domain/clock.ts";
import { startDrain } from "./jobs/drain-events.ts";
import { type JobContext, runJobNow } from "./jobs/run-jobs.ts";
import type { Deps, Log } from "./operations/deps.ts";
import { loadCatalog } from "./operations/load-catalog.ts";
import { createStripeClient } from "./stripe/client.ts";

export interface CommandSurroundings {
	/** What a command needs of the settings. */
	config: {
		database: DatabaseLocation;
		stripe: {
			secretKey: string;
			apiBase: URL | null;
			livemode: boolean;
			webhookSecrets: readonly string[];
		};
		baseUrl: string;
	};
	catalog: Catalog;
	clock: Clock;
	newId: () => string;
	log: Log;
	sleep: (ms: number) => Promise<void>;
}

// Deliveries do not come in here: it is never used.
const noInbox = { batchMax: 1, waitingMax: 0, waitingBytesMax: 0 };

const lookEveryMs = 100;

/**
 * Opens the database and Stripe, runs `work` and closes them, whatever happens. Prices are known then, as
 * in a running backend. Throws when the embedded database is held by another process.
 */
export async function withBackend<T>(
	surroundings: CommandSurroundings,
	work: (opened: Opened) => Promise<T>,
): Promise<T> {
	const { config, catalog, clock, newId, log, sleep } = surroundings;
	const database = await openDatabase(config.database, () => {});
	const holder = newId();
	try {
		const deps: Deps = {
			database,
			inbox: createInbox(database, noInbox),
			laneLock: createLaneLock(database, holder),
			stripe: createStripeClient(config.stripe, clock),
			catalog,
			clock,
			log,
			newId,
			baseUrl: config.baseUrl,
			livemode: config.stripe.livemode,
			webhookSecrets: config.stripe.webhookSecrets,
			onWork: () => {},
		};
		return await work(openedOf({ ...deps, holder }, sleep));
	} finally {
		await database.close();
	}
}

function openedOf(deps: Deps & { holder: string }, sleep: CommandSurroundings["sleep"]): Opened {
	const drainUntil = async (isDone: () => Promise<boolean>) => {
		const drain = startDrain(deps);
		drain.wake();
		try {
			while (!(await isDone())) await sleep(lookEveryMs);
		} finally {
			await drain.stop();
		}
	};
	return {
		deps,
		loadPrices: async () => (await loadCatalog(deps, { push: false })).length,
		drainUntil,
		drainAll: () => drainUntil(async () => (await countDueLanes(deps.database.queries)) === 0),
		alone: async <T extends object>(name: string, work: (signal: AbortSignal) => Promise<T>) => {
			const found: T[] = [];
			const run = async ({ signal }: JobContext) => {
				found.push(await work(signal));
				return {};
			};
			const signal = new AbortController().signal;
			// The schedule is that of the job of this name, if there is one; nobody waits for any other.
			const schedule = name === "reconcile" ? "17 2 * * *" : "0 0 1 1 *";
			await runJobNow({ ...deps, log: quiet(deps.log) }, { name, schedule, run }, { signal });
			return found[0] ?? null;
		},
	};
}

// The person is told by the command itself.
function quiet(log: Log): Log {
	return { ...log, info() {}, error() {} };
}

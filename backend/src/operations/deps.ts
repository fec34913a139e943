// What operations are given: the doors, the clock, and the settings they may know.
import type { Database } from "../database/database.ts";
import type { Inbox } from "../database/inbox.ts";
import type { LaneLock } from "../database/lane-lock.ts";
import type { Catalog } from "../domain/catalog.ts";
import type { Clock } from "../domain/clock.ts";
import type { StripeClient } from "../stripe/client.ts";
import type { Metrics, Trace } from "./watch.ts";

/** Structured log lines with ids only: never a name, an e-mail, a token or a payload. */
export interface Log {
	info(fields: Record<string, unknown>, message: string): void;
	warn(fields: Record<string, unknown>, message: string): void;
	error(fields: Record<string, unknown>, message: string): void;
}

export interface Deps {
	database: Database;
	inbox: Inbox;
	laneLock: LaneLock;
	stripe: StripeClient;
	catalog: Catalog;
	clock: Clock;
	log: Log;
	newId: () => string;
	/** The origin of the frontend, without a slash at the end. */
	baseUrl: string;
	/** Events of the other mode are acknowledged and ignored. */
	livemode: boolean;
	webhookSecrets: readonly string[];
	/** Called after an event was stored, so that it is applied at once. */
	onWork: () => void;
	/** Left out: nobody counts. */
	metrics?: Metrics;
	/** Left out: nothing is traced. */
	trace?: Trace;
}

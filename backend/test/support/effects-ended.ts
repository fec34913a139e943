// Waiting for the outbox.
import { outbox } from "../../src/database/work-tables.ts";
import type { Backend } from "./start.ts";

/** Afterwards there are effects, and none of them waits. */
export async function untilEffectsEnded(house: Backend): Promise<void> {
	for (;;) {
		const rows = await house.app.deps.database.queries.select().from(outbox);
		if (rows.length > 0 && rows.every((row) => row.status !== "pending")) return;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

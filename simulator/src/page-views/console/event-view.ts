// The event log for the console.
import type { StripeEvent } from "../../billing/core/objects.ts";
import type {
	ConsoleBilling,
	EventFilter,
	EventRow,
	Page,
} from "../../pages/console/console-billing.ts";
import type { World } from "../../state/world.ts";

const pageSize = 50;
/** How far back an object's history is looked for; the log itself goes on. */
const scanned = 20_000;

export function eventBilling(world: World): Pick<ConsoleBilling, "listEvents"> {
	return { listEvents: (filter) => listEvents(world, filter) };
}

function listEvents(world: World, { type, about, before }: EventFilter): Page<EventRow> {
	const rows: EventRow[] = [];
	let seen = 0;
	for (const event of world.state.list("event", before === null ? {} : { before })) {
		seen += 1;
		if (seen > scanned) break;
		if (!event.type.startsWith(type)) continue;
		if (about !== "" && !isAbout(event, about)) continue;
		if (rows.length === pageSize) return { rows, older: rows.at(-1)?.id ?? null };
		rows.push({
			id: event.id,
			type: event.type,
			created: event.created,
			about: subjectOf(event),
			pendingWebhooks: event.pending_webhooks,
		});
	}
	return { rows, older: null };
}

function subjectOf({ data }: StripeEvent): string | null {
	return "id" in data.object && typeof data.object.id === "string" ? data.object.id : null;
}

/** About the object itself, or about something that names it: a customer's invoices are his history too. */
function isAbout(event: StripeEvent, id: string): boolean {
	return (
		subjectOf(event) === id ||
		Object.values(event.data.object).includes(id) ||
		namesDeeply(event, id)
	);
}

/** An invoice names its subscription in its parent, not at the top. */
function namesDeeply({ data }: StripeEvent, id: string): boolean {
	if (!("parent" in data.object)) return false;
	return JSON.stringify(data.object.parent).includes(`"${id}"`);
}

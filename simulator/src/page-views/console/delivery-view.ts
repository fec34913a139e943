// Webhook endpoints and deliveries for the console.
import type { StripeEvent } from "../../billing/core/objects.ts";
import type { ThinEvent } from "../../billing/thin-events/thin-records.ts";
import { disablesAtMs } from "../../billing/webhooks/endpoint-health.ts";
import type { DeliveryRecord } from "../../billing/webhooks/records.ts";
import { resendEvent } from "../../billing/webhooks/resend-event.ts";
import { bodyOf } from "../../delivery/delivery-body.ts";
import type {
	ConsoleBilling,
	DeliveryFilter,
	DeliveryRow,
	DeliveryView,
	EndpointRow,
	Page,
} from "../../pages/console/console-billing.ts";
import type { World } from "../../state/world.ts";
import { problemOf } from "../outcomes.ts";

const pageSize = 50;
/** How many of an endpoint's newest deliveries its figures are about. */
const counted = 2000;

type Part = Pick<
	ConsoleBilling,
	"listEndpoints" | "listDeliveries" | "findDelivery" | "deliveriesOf" | "resend"
>;

export function deliveryBilling(world: World): Part {
	return {
		listEndpoints: () => listEndpoints(world),
		listDeliveries: (filter) => listDeliveries(world, filter),
		findDelivery: (id) => findDelivery(world, id),
		deliveriesOf: (event) =>
			[...world.state.list("delivery", { group: `event:${event}` })].map((one) =>
				toRow(world, one),
			),
		resend: (id) => resend(world, id),
	};
}

function listEndpoints(world: World): EndpointRow[] {
	return [...world.state.list("webhook_endpoint")].map((endpoint) => {
		const counts = { delivered: 0, pending: 0, failed: 0, dropped: 0 };
		const group = `endpoint:${endpoint.id}`;
		let seen = 0;
		for (const { state } of world.state.list("delivery", { group })) {
			counts[state] += 1;
			seen += 1;
			if (seen === counted) break;
		}
		const { id, url, status, enabled_events: enabledEvents } = endpoint;
		return { id, url, status, enabledEvents, ...healthOf(world, id), ...counts };
	});
}

function healthOf(world: World, id: string) {
	const health = world.state.get("endpointHealth", id);
	if (health === undefined) return { failingSinceMs: null, disabledAtMs: null, disablesAtMs: null };
	const { failingSinceMs, disabledAtMs } = health;
	return { failingSinceMs, disabledAtMs, disablesAtMs: disablesAtMs(world.settings, health) };
}

function listDeliveries(
	world: World,
	{ endpoint, state, before }: DeliveryFilter,
): Page<DeliveryRow> {
	const rows: DeliveryRow[] = [];
	const scope = {
		...(endpoint === "" ? {} : { group: `endpoint:${endpoint}` }),
		...(before === null ? {} : { before }),
	};
	for (const delivery of world.state.list("delivery", scope)) {
		if (state !== "" && delivery.state !== state) continue;
		if (rows.length === pageSize) return { rows, older: rows.at(-1)?.id ?? null };
		rows.push(toRow(world, delivery));
	}
	return { rows, older: null };
}

function eventOf(world: World, delivery: DeliveryRecord): StripeEvent | ThinEvent | undefined {
	const { event, forgottenEvent } = delivery;
	return (
		world.state.get("event", event) ?? forgottenEvent ?? world.state.get("v2.core.event", event)
	);
}

function toRow(world: World, delivery: DeliveryRecord): DeliveryRow {
	const last = delivery.attempts.at(-1);
	return {
		id: delivery.id,
		event: delivery.event,
		eventType: eventOf(world, delivery)?.type ?? "forgotten event",
		endpoint: delivery.endpoint,
		endpointUrl: world.state.get("webhook_endpoint", delivery.endpoint)?.url ?? "deleted endpoint",
		state: delivery.state,
		attempts: delivery.attempts.length,
		lastStatus: last?.status,
		lastAtMs: last?.atMs ?? null,
		nextAtMs: delivery.state === "pending" && last !== undefined ? delivery.nextAttemptAtMs : null,
	};
}

function findDelivery(world: World, id: string): DeliveryView | undefined {
	const delivery = world.state.get("delivery", id);
	if (delivery === undefined) return undefined;
	return {
		...toRow(world, delivery),
		body: bodyOf(world.state, delivery) ?? "",
		attemptsMade: delivery.attempts,
	};
}

function resend(world: World, id: string): string | null {
	const delivery = world.state.get("delivery", id);
	if (delivery === undefined) return "There is no such delivery.";
	return problemOf(() =>
		world.run((draft) => resendEvent(draft, delivery.event, delivery.endpoint)),
	);
}

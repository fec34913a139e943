// /_simulator/deliveries, resending, and the secrets of endpoints.
import type { FastifyInstance } from "fastify";
import { integer, oneOf, text } from "../billing/core/params/params.ts";
import type { DeliveryRecord } from "../billing/webhooks/records.ts";
import { resendEvent } from "../billing/webhooks/resend-event.ts";
import { rollSecret } from "../billing/webhooks/roll-secret.ts";
import { bodyOf } from "../delivery/delivery-body.ts";
import type { World } from "../state/world.ts";
import { number, readJson } from "./json-params.ts";

const usualLimit = 100;
const day = 86_400;
const filterParams = {
	event: text(),
	endpoint: text(),
	state: oneOf("pending", "delivered", "failed", "dropped"),
	limit: integer(1),
};
const rollParams = { expires_in: number(0, day) };
const resendParams = { webhook_endpoint: text() };

export function registerDeliveries(
	app: FastifyInstance,
	{ world, clock }: { world: World; clock: () => Date },
): void {
	app.get("/_simulator/deliveries", (request) => {
		const { event, endpoint, state, limit = usualLimit } = readJson(filterParams, request.query);
		const group = event === undefined ? endpoint && `endpoint:${endpoint}` : `event:${event}`;
		const found: object[] = [];
		for (const delivery of world.state.list("delivery", group ? { group } : {})) {
			if (found.length === limit) break;
			if (endpoint !== undefined && delivery.endpoint !== endpoint) continue;
			if (state === undefined || delivery.state === state) found.push(shown(world, delivery));
		}
		return { data: found };
	});
	app.post<{ Params: { id: string } }>("/_simulator/events/:id/resend", (request) => {
		const { webhook_endpoint: endpoint } = readJson(resendParams, request.body);
		const { id } = request.params;
		const deliveries = world.run((draft) => resendEvent(draft, id, endpoint));
		return { data: deliveries.map((delivery) => shown(world, delivery)) };
	});
	app.post<{ Params: { id: string } }>(
		"/_simulator/webhook_endpoints/:id/roll_secret",
		(request) => {
			const { expires_in: seconds = 0 } = readJson(rollParams, request.body);
			const nowMs = clock().getTime();
			const expiresAtMs = nowMs + seconds * 1000;
			return world.run((draft) => rollSecret(draft, request.params.id, { nowMs, expiresAtMs }));
		},
	);
}

/** What was or is to be sent, what was answered, and how it stands. */
function shown(world: World, delivery: DeliveryRecord): object {
	const { forgottenEvent: _kept, ...rest } = delivery;
	const endpoint = world.state.get("webhook_endpoint", delivery.endpoint);
	return { ...rest, url: endpoint?.url ?? null, body: bodyOf(world.state, delivery) ?? null };
}

// The levers of the simulator itself, which no real Stripe has: health, clock, deliveries, reset.
import type { FastifyInstance, FastifyReply } from "fastify";
import type { World } from "../state/world.ts";
import { isObject, readTarget } from "./clock-target.ts";

/** Opens `/_simulator`. Bodies and answers are JSON; a problem is `{error: {message}}`. */
export function registerControl(app: FastifyInstance, world: World): void {
	app.get("/_simulator/health", () => ({ status: "ok", now: world.now() }));
	app.get("/_simulator/clock", () => clockOf(world));
	app.post("/_simulator/clock", (request, reply) => {
		const target = readTarget(request.body, world.now());
		if ("problem" in target) return refuse(reply, target.problem);
		world.advanceTo(target.to);
		return clockOf(world);
	});
	app.get("/_simulator/deliveries", (request) => {
		const query = request.query;
		const event = isObject(query) && typeof query.event === "string" ? query.event : undefined;
		const scope = event === undefined ? {} : { group: `event:${event}` };
		return { data: [...world.state.list("delivery", scope)].slice(0, 100) };
	});
	app.post("/_simulator/reset", () => {
		world.reset();
		return clockOf(world);
	});
}

function clockOf(world: World) {
	return { now: world.now(), offset_seconds: world.offset() };
}

function refuse(reply: FastifyReply, message: string) {
	return reply.code(400).send({ error: { message } });
}

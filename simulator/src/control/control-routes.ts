// The levers of the simulator itself, which no real Stripe has.
import type { FastifyInstance } from "fastify";
import { StripeError } from "../billing/core/stripe-error.ts";
import type { Faults } from "../faults/fault-rules.ts";
import type { World } from "../state/world.ts";
import { readTarget } from "./clock-target.ts";
import { registerDeliveries } from "./delivery-routes.ts";
import { registerFaults } from "./fault-routes.ts";
import { clockOf, refuse, registerState } from "./state-routes.ts";

export interface ControlParts {
	world: World;
	/** The wall clock. */
	clock: () => Date;
	faults: Faults;
}

/** Opens `/_simulator`. Bodies and answers are JSON; a problem is `{error: {message}}`. */
export function registerControl(app: FastifyInstance, parts: ControlParts): void {
	const { world, faults } = parts;
	app.get("/_simulator/health", () => ({ status: "ok", now: world.now() }));
	app.register((scope, _options, done) => {
		scope.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
			const status = error instanceof StripeError ? error.status : (error.statusCode ?? 500);
			const param = error instanceof StripeError ? error.fields.param : undefined;
			return reply.code(status).send({ error: { message: error.message, param } });
		});
		registerClock(scope, world);
		registerState(scope, world);
		registerFaults(scope, faults);
		registerDeliveries(scope, parts);
		done();
	});
}

function registerClock(app: FastifyInstance, world: World): void {
	app.get("/_simulator/clock", () => clockOf(world));
	app.post("/_simulator/clock", async (request, reply) => {
		const target = readTarget(request.body, world.now());
		if ("problem" in target) return refuse(reply, target.problem);
		await world.advance(target.to);
		return clockOf(world);
	});
}

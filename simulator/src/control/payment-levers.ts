// Levers of payments: what a bank or its customer does, without a browser.
import type { FastifyInstance, FastifyReply } from "fastify";
import { answerIntent } from "../billing/checkout/pay/answer-intent.ts";
import { StripeError } from "../billing/core/stripe-error.ts";
import { updateAutomatically } from "../billing/payments/methods/update-payment-method.ts";
import type { World } from "../state/world.ts";
import { isObject } from "./clock-target.ts";

interface ById {
	Params: { id: string };
}

/**
 * `POST /_simulator/intents/:id/authentication` with `{"succeeds": true}` answers a 3-D Secure challenge;
 * `POST /_simulator/payment_methods/:id/automatic_update` with a new `exp_month`, `exp_year` or `last4`
 * is the bank that has issued a new card.
 */
export function registerPaymentLevers(app: FastifyInstance, world: World): void {
	app.post<ById>("/_simulator/intents/:id/authentication", ({ body, params }, reply) => {
		const succeeds = isObject(body) ? body.succeeds : undefined;
		if (typeof succeeds !== "boolean") {
			return refuse(reply, 400, 'Send {"succeeds": true} or {"succeeds": false}.');
		}
		return attempt(reply, () => world.run((draft) => answerIntent(draft, params.id, succeeds)));
	});
	app.post<ById>("/_simulator/payment_methods/:id/automatic_update", ({ body, params }, reply) => {
		const face = faceOf(body);
		if (face === undefined) {
			return refuse(reply, 400, "Send exp_month and exp_year as numbers, last4 as four digits.");
		}
		return attempt(reply, () => world.run((draft) => updateAutomatically(draft, params.id, face)));
	});
}

function faceOf(body: unknown) {
	if (!isObject(body)) return undefined;
	const { exp_month, exp_year, last4 } = body;
	const isMonth = Number.isInteger(exp_month) && Number(exp_month) >= 1 && Number(exp_month) <= 12;
	if (exp_month !== undefined && !isMonth) return undefined;
	if (exp_year !== undefined && !Number.isInteger(exp_year)) return undefined;
	if (last4 !== undefined && !/^\d{4}$/.test(String(last4))) return undefined;
	return {
		...(exp_month === undefined ? {} : { exp_month: Number(exp_month) }),
		...(exp_year === undefined ? {} : { exp_year: Number(exp_year) }),
		...(last4 === undefined ? {} : { last4: String(last4) }),
	};
}

function attempt(reply: FastifyReply, act: () => object) {
	try {
		return act();
	} catch (problem) {
		if (problem instanceof StripeError) return refuse(reply, problem.status, problem.message);
		throw problem;
	}
}

function refuse(reply: FastifyReply, status: number, message: string) {
	return reply.code(status).send({ error: { message } });
}

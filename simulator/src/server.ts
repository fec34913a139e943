// The HTTP server: who may connect, and where requests go.
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { errorBody } from "./api/error-body.ts";
import { registerStripeApi, type StripeApiParts } from "./api/stripe-api.ts";
import { invalidRequest, StripeError } from "./billing/core/stripe-error.ts";
import { isLoopback } from "./billing/webhooks/webhook-endpoints.ts";
import { registerControl } from "./control/control-routes.ts";
import { allows } from "./control/control-token.ts";
import { registerPaymentLevers } from "./control/payment-levers.ts";
import { createPagesBilling } from "./page-billing.ts";
import { registerPages } from "./pages/routes.ts";

export interface ServerParts extends StripeApiParts {
	/** What the control API asks of its users; undefined for nothing. */
	controlToken: string | undefined;
}

/** Everything the simulator serves, not yet listening. */
export function createServer(parts: ServerParts): FastifyInstance {
	const app = Fastify({ bodyLimit: 256 * 1024, forceCloseConnections: true });
	app.addHook("onRequest", async (request, reply) => {
		const problem = strangerAt(request);
		if (problem !== null) return reply.code(403).send({ error: { message: problem } });
		if (mayControl(request, parts.controlToken)) return;
		const message = "Send SIMULATOR_CONTROL_TOKEN as `Authorization: Bearer <token>`.";
		// A browser that opens the console asks its user for it, as a password.
		const asks = { "www-authenticate": 'Basic realm="Simulator"' };
		return reply.code(401).headers(asks).send({ error: { message } });
	});
	app.setNotFoundHandler((request, reply) => {
		const error = invalidRequest(
			`Unrecognized request URL (${request.method}: ${request.url.split("?")[0]}). This simulator covers a part of Stripe's API; its README lists which.`,
		);
		const requestId = parts.requestIds.next();
		return reply
			.code(404)
			.header("request-id", requestId)
			.send(errorBody(new StripeError(404, error.fields), requestId));
	});
	registerStripeApi(app, parts);
	registerControl(app, parts);
	registerPaymentLevers(app, parts.world);
	registerPages(app, createPagesBilling(parts.world, parts.faults));
	return app;
}

/** Whether the request leaves levers and console alone, asks for health or a style sheet, or has the token. */
function mayControl(request: FastifyRequest, token: string | undefined): boolean {
	const { url, headers } = request;
	const isLever = /^\/(_simulator\/|\?|$)/.test(url);
	if (!isLever || /^\/_simulator\/(health$|assets\/)/.test(url)) return true;
	return allows(token, headers.authorization);
}

/**
 * Why this request is turned away, or null. A name other than this machine's in `Host` is how a web page
 * elsewhere reaches a local server (DNS rebinding); a foreign `Origin` is such a page asking outright.
 */
function strangerAt(request: FastifyRequest): string | null {
	const host = request.headers.host ?? "";
	const name = URL.parse(`http://${host}`)?.hostname ?? "";
	if (!isLoopback(name)) return "The simulator answers to localhost only.";
	const { origin } = request.headers;
	const isOwnPath = /^\/(v1|_simulator)\//.test(request.url);
	if (isOwnPath && origin !== undefined && origin !== `http://${host}`) {
		return "Pages of other sites may not call the simulator.";
	}
	return null;
}

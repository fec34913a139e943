// The HTTP server: who may connect, and where requests go.
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { errorBody } from "./api/error-body.ts";
import { registerStripeApi, type StripeApiParts } from "./api/stripe-api.ts";
import { invalidRequest, StripeError } from "./billing/core/stripe-error.ts";
import { isLoopback } from "./billing/webhooks/webhook-endpoints.ts";
import { registerControl } from "./control/control-routes.ts";
import { isLever, requireToken } from "./control/control-token.ts";
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
	});
	if (parts.controlToken !== undefined) requireToken(app, parts.controlToken);
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

/**
 * Why this request is turned away, or null. A name other than this machine's in `Host` is how a web page
 * elsewhere reaches a local server (DNS rebinding); a foreign `Origin` is such a page asking outright; and
 * what a proxy has passed on comes from who knows where, whatever `Host` the proxy gave it.
 */
function strangerAt({ headers, routeOptions }: FastifyRequest): string | null {
	const { host = "", origin } = headers;
	const name = URL.parse(`http://${host}`)?.hostname ?? "";
	if (!isLoopback(name)) return "The simulator answers to localhost only.";
	const path = routeOptions.url ?? "";
	const isOwnPath = /^\/(v1|v2|_simulator)\//.test(path);
	if (isOwnPath && origin !== undefined && origin !== `http://${host}`) {
		return "Pages of other sites may not call the simulator.";
	}
	if (isLever(path) && marksOfProxies.some((mark) => headers[mark] !== undefined)) {
		return "The control API and the console do not answer through a proxy.";
	}
	return null;
}

const marksOfProxies = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

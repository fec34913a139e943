// The HTTP server: its limits, its headers, its errors and its routes.
import { createHash } from "node:crypto";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import { type FastifyBaseLogger, type FastifyRequest, fastify, LogController } from "fastify";
import {
	serializerCompiler,
	validatorCompiler,
	type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { BillingError } from "../domain/errors.ts";
import type { Deps } from "../operations/deps.ts";
import type { MailDirectory } from "../outbound/mail-directory.ts";
import type { Authenticator } from "./authenticate.ts";
import { registerBilling } from "./billing.ts";
import { type BuiltInIssuer, registerIssuerRoutes } from "./built-in-issuer.ts";
import { registerCheckoutSessions } from "./checkout-sessions.ts";
import { registerDevMail } from "./dev-mail.ts";
import { registerDocs } from "./docs.ts";
import { createErrorReply } from "./error-reply.ts";
import { type ReadyChecks, registerHealth } from "./health.ts";
import { type MetricsPage, registerMetrics } from "./metrics.ts";
import { registerPortalSessions } from "./portal-sessions.ts";
import type { Routes } from "./routes.ts";
import { registerStripeWebhook } from "./stripe-webhook.ts";

export interface ServerParts {
	deps: Deps;
	who: Authenticator;
	/** Null when another issuer's tokens are accepted instead. */
	issuer: BuiltInIssuer | null;
	readyChecks: ReadyChecks;
	/** Where mails are kept on the simulator; null elsewhere, and then no page shows them. */
	mailDirectory: MailDirectory | null;
	metricsPage: MetricsPage;
	backendUrl: string;
	logger: FastifyBaseLogger;
}

const bodyLimitBytes = 65_536;
const requestTimeoutMs = 30_000;
const requestsPerMinute = 600;

export async function createServer(parts: ServerParts): Promise<Routes> {
	const { deps, who } = parts;
	const replyWithError = createErrorReply(parts.backendUrl);
	const server = fastify({
		loggerInstance: parts.logger,
		bodyLimit: bodyLimitBytes,
		requestTimeout: requestTimeoutMs,
		// The frontend on this machine says for whom it asks; nobody else is believed.
		trustProxy: "loopback",
		genReqId: () => `req_${deps.newId().replaceAll("-", "")}`,
		routerOptions: { maxParamLength: 300 },
		// Refused before any route is found, such as a URL that cannot be decoded.
		frameworkErrors: (error, request, reply) => {
			reply.header("x-request-id", request.id);
			replyWithError(error, request, reply);
		},
		// A URL carries session ids: our own lines say what happened instead.
		logController: new LogController({ disableRequestLogging: true }),
	}).withTypeProvider<ZodTypeProvider>();
	server.removeContentTypeParser("text/plain");
	server.setValidatorCompiler(validatorCompiler);
	server.setSerializerCompiler(serializerCompiler);
	server.setErrorHandler(replyWithError);
	server.setNotFoundHandler((request, reply) =>
		replyWithError(new BillingError("not_found"), request, reply),
	);
	server.addHook("onSend", async (request, reply) => {
		reply.header("x-request-id", request.id);
		if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
	});
	// The documentation page runs its own script; every other answer is JSON, which runs nothing.
	await server.register(helmet, { contentSecurityPolicy: false });
	await server.register(rateLimit, {
		max: requestsPerMinute,
		timeWindow: 60_000,
		keyGenerator: callerOf,
		// Without a visitor's address it is this machine itself that asks.
		allowList: (request) => callerOf(request) === request.ip && isLoopback(request.ip),
		errorResponseBuilder: (_request, context) =>
			new BillingError("rate_limited", { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
	});
	await registerDocs(server, parts.backendUrl);
	registerHealth(server, parts.readyChecks);
	registerMetrics(server, parts.metricsPage);
	registerStripeWebhook(server, deps);
	registerCheckoutSessions(server, deps, who);
	registerPortalSessions(server, deps, who);
	registerBilling(server, deps, who);
	if (parts.mailDirectory) registerDevMail(server, parts.mailDirectory);
	if (parts.issuer) registerIssuerRoutes(server, parts.issuer);
	return server;
}

// By address, since anybody can invent tokens. The frontend on this machine asks for many people from
// one address, and sends only tokens that it was issued: there the token is the caller, kept as a hash.
function callerOf(request: FastifyRequest): string {
	const { authorization } = request.headers;
	if (authorization === undefined || !isLoopback(request.ip)) return request.ip;
	return createHash("sha256").update(authorization).digest("base64");
}

function isLoopback(address: string): boolean {
	return address === "::1" || /^(::ffff:)?127\./.test(address);
}

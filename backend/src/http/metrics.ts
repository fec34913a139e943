// GET /metrics: figures for Prometheus, for who has the token, or for this machine alone.
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { BillingError } from "../domain/errors.ts";
import type { Routes } from "./routes.ts";
import { errorReply } from "./shapes.ts";

export interface MetricsPage {
	/** Null: only requests of this machine itself are answered. */
	token: string | null;
	contentType: string;
	render(): Promise<string>;
}

// What a proxy says of the one it asks for.
const forwarding = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

export function registerMetrics(routes: Routes, page: MetricsPage): void {
	routes.route({
		method: "GET",
		url: "/metrics",
		config: { rateLimit: false },
		schema: {
			tags: ["Operations"],
			summary: "Figures in Prometheus's text format",
			description:
				"With METRICS_TOKEN as bearer token; without that setting, from this machine alone.",
			response: { 200: z.string(), 401: errorReply, 404: errorReply },
		},
		handler: async (request, reply) => {
			requireReader(request, page.token);
			const text = await page.render();
			return reply.type(page.contentType).send(text);
		},
	});
}

// Without a token it is as if the page were not there, for all but this machine.
function requireReader(request: FastifyRequest, token: string | null): void {
	if (token === null) {
		if (!isOfThisMachine(request)) throw new BillingError("not_found");
		return;
	}
	const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
	if (given === undefined || !timingSafeEqual(hash(given), hash(token)))
		throw new BillingError("token_invalid");
}

// The socket and not `request.ip`, which a proxy on this machine may set. A page in a browser here
// would name another host.
function isOfThisMachine(request: FastifyRequest): boolean {
	const { remoteAddress = "" } = request.socket;
	const direct = forwarding.every((name) => request.headers[name] === undefined);
	const here = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(request.headers.host ?? "");
	return direct && here && (remoteAddress === "::1" || /^(::ffff:)?127\./.test(remoteAddress));
}

function hash(text: string): Buffer {
	return createHash("sha256").update(text).digest();
}

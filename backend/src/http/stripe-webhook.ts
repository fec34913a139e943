// POST /stripe/webhook: raw bytes in, 200 only once the event is durably stored.
import type { FastifyInstance } from "fastify";
import type { Deps } from "../operations/deps.ts";
import { receiveWebhook } from "../operations/receive-webhook.ts";
import { errorReply, receivedReply } from "./shapes.ts";

/** Stripe's largest events are far below; nothing above is read. */
const bodyLimitBytes = 262_144;

export function registerStripeWebhook(
	server: FastifyInstance,
	deps: Parameters<typeof receiveWebhook>[0] & Pick<Deps, "log" | "metrics">,
): void {
	// A scope of its own: the signature is over the bytes, so no parser may touch them.
	void server.register(async (scope) => {
		scope.removeAllContentTypeParsers();
		scope.addContentTypeParser(
			"*",
			{ parseAs: "buffer", bodyLimit: bodyLimitBytes },
			(_request, body, done) => done(null, body),
		);
		scope.addHook("onResponse", async (_request, reply) => {
			deps.metrics?.answered(reply.statusCode, reply.elapsedTime / 1000);
		});
		scope.route({
			method: "POST",
			url: "/api/v1/stripe/webhook",
			config: { rateLimit: false },
			schema: {
				tags: ["Stripe"],
				summary: "Receives Stripe's webhook events",
				description: "Signed by Stripe (`Stripe-Signature`); 200 only after the event is stored.",
				response: { 200: receivedReply, 400: errorReply, 413: errorReply },
			},
			handler: async (request) => {
				const signature = request.headers["stripe-signature"];
				await receiveWebhook(deps, {
					body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
					signature: typeof signature === "string" ? signature : undefined,
				});
				return { received: true as const };
			},
		});
	});
}

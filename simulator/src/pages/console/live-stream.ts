// Tells open console pages that something changed; what it is they fetch themselves.
import type { FastifyInstance } from "fastify";
import type { ConsoleBilling } from "./console-billing.ts";
import { consolePath } from "./console-frame.ts";

/** A year of renewals commits thousands of times a second; nobody can look that often. */
const restMs = 300;

/** `GET /_simulator/console/live`, server-sent events. */
export function streamChanges(scope: FastifyInstance, billing: ConsoleBilling): void {
	scope.get(`${consolePath}/live`, (request, reply) => {
		reply.hijack();
		reply.raw.writeHead(200, {
			"content-type": "text/event-stream",
			"cache-control": "no-store",
			"x-content-type-options": "nosniff",
		});
		reply.raw.write("retry: 1000\n\n");
		let resting: NodeJS.Timeout | undefined;
		const stop = billing.watch(() => {
			resting ??= setTimeout(() => {
				resting = undefined;
				reply.raw.write("data: changed\n\n");
			}, restMs).unref();
		});
		request.raw.once("close", () => {
			stop();
			clearTimeout(resting);
		});
	});
}

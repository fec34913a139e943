// Damages an answer on its way out: lost, cut short, or not what was promised.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { FaultKind } from "./fault-kinds.ts";

interface Connection {
	request: FastifyRequest;
	reply: FastifyReply;
}

const gatewayPage = "<html><body><h1>502 Bad Gateway</h1></body></html>";

/** Whether the connection breaks before the request has had any effect. */
export function breaksBefore(kind: FaultKind): boolean {
	return kind === "reset_before";
}

/** The kinds that spoil an answer after the effect, other than by another answer of Stripe's. */
export function spoils(kind: FaultKind): boolean {
	return ["timeout_after", "reset_after", "truncated", "garbage"].includes(kind);
}

/**
 * Sends the answer as the kind has it, or nothing at all. `body` is what would have been sent. A held
 * connection is destroyed after `ms`, and by the end of the server before that.
 */
export function breakAnswer(
	{ request, reply }: Connection,
	{ kind, ms }: { kind: FaultKind; ms: number },
	body: string,
): FastifyReply {
	if (kind === "garbage") return reply.code(200).type("text/html").send(gatewayPage);
	const { socket } = request.raw;
	reply.hijack();
	if (kind === "timeout_after") {
		const timer = setTimeout(() => socket.destroy(), ms).unref();
		socket.once("close", () => clearTimeout(timer));
	} else if (kind === "truncated") {
		const bytes = Buffer.from(body);
		reply.raw.writeHead(200, {
			"content-type": "application/json",
			"content-length": bytes.length,
		});
		reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket.destroy());
	} else socket.resetAndDestroy();
	return reply;
}

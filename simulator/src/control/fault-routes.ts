// /_simulator/faults: what is to go wrong.
import type { FastifyInstance } from "fastify";
import { integer, oneOf, required, text } from "../billing/core/params/params.ts";
import { invalidRequest } from "../billing/core/stripe-error.ts";
import { faultKinds } from "../faults/fault-kinds.ts";
import type { Faults, FaultWish } from "../faults/fault-rules.ts";
import { number, readJson } from "./json-params.ts";

const longestMs = 600_000;
const wishParams = {
	kind: required(oneOf(...faultKinds)),
	method: oneOf("GET", "POST", "DELETE"),
	path: required(text(200)),
	rate: number(0, 1),
	count: integer(1),
	ms: number(0, longestMs),
};

/** How long each kind takes unless told otherwise: longer than an SDK waits for `timeout_after`. */
const usualMs: { [Kind in FaultWish["kind"]]?: number } = { timeout_after: 90_000, latency: 1000 };

export function registerFaults(app: FastifyInstance, faults: Faults): void {
	app.get("/_simulator/faults", () => ({ data: faults.list() }));
	app.post("/_simulator/faults", (request) => {
		const {
			kind,
			method = null,
			path,
			rate = 1,
			count = null,
			ms,
		} = readJson(wishParams, request.body);
		if (!path.startsWith("/v1/")) {
			throw invalidRequest("`path` begins with /v1/; faults strike Stripe's API only.", {
				param: "path",
			});
		}
		return faults.add({ kind, method, path, rate, count, ms: ms ?? usualMs[kind] ?? 0 });
	});
	app.delete("/_simulator/faults", () => {
		faults.clear();
		return { data: [] };
	});
	app.delete<{ Params: { id: string } }>("/_simulator/faults/:id", (request, reply) => {
		const { id } = request.params;
		if (faults.remove(id)) return { id, deleted: true };
		return reply.code(404).send({ error: { message: `No such fault: ${id}` } });
	});
}

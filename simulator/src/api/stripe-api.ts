// The shell around every Stripe endpoint: keys, versions, parameters, idempotency, headers.
import { setTimeout as pause } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { IdempotencyRecord } from "../billing/core/collections.ts";
import type { Draft } from "../billing/core/draft.ts";
import { apiVersion } from "../billing/core/events.ts";
import { list, type Raw, text } from "../billing/core/params/params.ts";
import { invalidRequest, StripeError } from "../billing/core/stripe-error.ts";
import { refuseOnBusyClock } from "../billing/test-clocks/busy-clock.ts";
import { breakAnswer, breaksBefore, spoils } from "../faults/break-answer.ts";
import { refusalBefore, unknownError } from "../faults/fault-kinds.ts";
import type { FaultRule, Faults } from "../faults/fault-rules.ts";
import type { RateLimits } from "../faults/rate-limits.ts";
import type { World } from "../state/world.ts";
import { authenticate, refuseOtherVersions, tokenIn } from "./authenticate.ts";
import { errorBody, toStripeError } from "./error-body.ts";
import { expandAll } from "./expand.ts";
import { findAnswer, fingerprintOf, keyInUse, oldAnswers } from "./idempotency.ts";
import { parserFor } from "./json-body.ts";
import type { RequestIds } from "./request-ids.ts";
import type { PathParams, Prepared, Route } from "./route.ts";
import { routes } from "./routes.ts";

export interface StripeApiParts {
	world: World;
	clock: () => Date;
	requestIds: RequestIds;
	log: (problem: unknown) => void;
	faults: Faults;
	limits: RateLimits;
}

interface Answer {
	status: number;
	body: string;
	/** Whether the request was executed, as opposed to refused before. */
	executed: boolean;
	replayOf: string | null;
	/** Headers of this answer alone. */
	headers?: Record<string, string>;
}

/** Opens Stripe's `/v1` and `/v2` on the server, in a scope of its own. */
export function registerStripeApi(app: FastifyInstance, parts: StripeApiParts): void {
	const inFlight: InFlight = new Map();
	app.register((scope, _options, done) => {
		scope.addContentTypeParser(
			["application/x-www-form-urlencoded", "application/json"],
			{ parseAs: "string", bodyLimit: 256 * 1024 },
			(_request, body, parsed) => parsed(null, body),
		);
		for (const route of routes) {
			scope.route<{ Params: PathParams }>({
				method: route.method,
				url: route.path,
				errorHandler: (error, request, reply) => {
					const requestId = parts.requestIds.next();
					const problem = (error.statusCode ?? 500) < 500 ? invalidRequest(error.message) : error;
					send(parts, { request, reply, requestId }, refuse(parts, problem, requestId));
				},
				onRequest: async (request, reply) => {
					const key = keyOf(request);
					if (key === undefined) return;
					if (inFlight.has(key)) {
						const requestId = parts.requestIds.next();
						const refusal = refuse(parts, keyInUse(key), requestId);
						return send(parts, { request, reply, requestId }, refusal);
					}
					inFlight.set(key, request.id);
				},
				onSend: async (request) => release(inFlight, request),
				onRequestAbort: async (request) => release(inFlight, request),
				handler: (request, reply) => {
					const requestId = parts.requestIds.next();
					const letGo = () => release(inFlight, request);
					return respond(parts, route, { request, reply, requestId, letGo });
				},
			});
		}
		done();
	});
}

/** Idempotency keys being answered right now, with the request that holds each. */
type InFlight = Map<string, string>;

function release(inFlight: InFlight, request: FastifyRequest): void {
	const key = keyOf(request);
	if (key !== undefined && inFlight.get(key) === request.id) inFlight.delete(key);
}

function keyOf(request: FastifyRequest): string | undefined {
	const key = request.headers["idempotency-key"];
	return request.method === "POST" && typeof key === "string" && key !== "" ? key : undefined;
}

interface Incoming {
	request: FastifyRequest<{ Params: PathParams }>;
	requestId: string;
}

interface Exchange extends Incoming {
	reply: FastifyReply;
	/** Lets the idempotency key be used again although no answer is sent. */
	letGo: () => void;
}

/** Answers the request, unless a fault or a limit has it otherwise. */
async function respond(
	parts: StripeApiParts,
	route: Route,
	exchange: Exchange,
): Promise<FastifyReply> {
	const { request, requestId } = exchange;
	const struck = parts.faults.strike(request);
	for (const { kind, ms } of struck) if (kind === "latency") await pause(ms);
	const lost = struck.find(({ kind }) => breaksBefore(kind));
	if (lost !== undefined) return abandon(exchange, lost, "");
	const refusal =
		struck.map(({ kind }) => refusalBefore(kind)).find((one) => one !== null) ??
		parts.limits.check({ method: route.method, route: route.path });
	if (refusal !== null) {
		const { error, headers } = refusal;
		return send(parts, exchange, { ...refuse(parts, error, requestId), headers });
	}
	const given = answer(parts, route, exchange);
	if (struck.some(({ kind }) => kind === "error_after")) {
		return send(parts, exchange, refuse(parts, unknownError(), requestId));
	}
	const spoiling = struck.find(({ kind }) => spoils(kind));
	if (spoiling !== undefined) return abandon(exchange, spoiling, given.body);
	return send(parts, exchange, given);
}

function abandon(exchange: Exchange, fault: FaultRule, body: string): FastifyReply {
	exchange.letGo();
	return breakAnswer(exchange, fault, body);
}

function answer(parts: StripeApiParts, route: Route, incoming: Incoming): Answer {
	const { request, requestId } = incoming;
	try {
		const credential = route.takesToken
			? tokenIn(request.headers.authorization)
			: authenticate(request.headers.authorization);
		refuseOtherVersions(request.headers["stripe-version"]);
		const path = request.url.split("?")[0] ?? request.url;
		const text = sentText(request);
		const key = keyOf(request);
		const fingerprint = fingerprintOf(request.method, path, text);
		if (key !== undefined) {
			const nowMs = parts.clock().getTime();
			const stored = findAnswer(parts.world.state, { key, fingerprint, nowMs });
			if (stored !== undefined) {
				const { status, body } = stored;
				return { status, body, executed: true, replayOf: stored.requestId };
			}
		}
		const raw = parserFor(request)(text);
		const { prepared, expansions } = prepare(route, raw, { ...request.params, credential });
		return execute(parts, { prepared, expansions, requestId, key, fingerprint });
	} catch (problem) {
		return refuse(parts, problem, requestId);
	}
}

/** Parameters travel in the query of GET and DELETE and in the form body of POST. */
function sentText(request: FastifyRequest): string {
	const query = request.url.split("?")[1] ?? "";
	const body = typeof request.body === "string" ? request.body : "";
	return [query, body].filter((part) => part !== "").join("&");
}

function prepare(route: Route, raw: Map<string, Raw>, path: PathParams) {
	const expansions = list(text()).read(raw.get("expand"), "expand") ?? [];
	raw.delete("expand");
	return { prepared: route.prepare(raw, path), expansions };
}

interface Execution {
	prepared: Prepared;
	expansions: string[];
	requestId: string;
	key: string | undefined;
	fingerprint: string;
}

/** Runs the verb and stores the answer under its key in one commit, refusals included. */
function execute(parts: StripeApiParts, execution: Execution): Answer {
	const { prepared, expansions, requestId, key, fingerprint } = execution;
	const request = { id: requestId, idempotency_key: key ?? null };
	const remember = (status: number, body: string) => ({
		id: key ?? "",
		fingerprint,
		status,
		body,
		requestId,
		createdAt: parts.clock().getTime(),
	});
	const keep = (draft: Draft, record: IdempotencyRecord) => {
		for (const old of [...oldAnswers(parts.world.state, record.createdAt)]) {
			draft.remove("idempotency", old);
		}
		draft.put("idempotency", record);
	};
	try {
		return parts.world.run((draft) => {
			const result = prepared(draft);
			refuseOnBusyClock(draft, parts.world.state);
			if (Buffer.isBuffer(result)) return fileAnswer(result);
			const refused = result instanceof StripeError;
			const status = refused ? result.status : 200;
			const body = refused ? errorBody(result, requestId) : expandAll(draft, result, expansions);
			const text = JSON.stringify(body, null, 2);
			if (key !== undefined) keep(draft, remember(status, text));
			return { status, body: text, executed: true, replayOf: null };
		}, request);
	} catch (problem) {
		const error = toStripeError(problem);
		if (error.status === 429) return refuse(parts, error, requestId);
		if (error !== problem) parts.log(problem);
		const text = JSON.stringify(errorBody(error, requestId), null, 2);
		if (key !== undefined) {
			parts.world.run((draft) => keep(draft, remember(error.status, text)), request);
		}
		return { status: error.status, body: text, executed: true, replayOf: null };
	}
}

/** What a route gives as bytes is a PDF, written in ASCII, since Stripe has no other file for billing. */
function fileAnswer(file: Buffer): Answer {
	const headers = { "content-type": "application/pdf" };
	return { status: 200, body: file.toString("latin1"), executed: true, replayOf: null, headers };
}

/** A refusal before execution: it is not stored, so the key may be used again. */
function refuse(parts: StripeApiParts, problem: unknown, requestId: string): Answer {
	const error = toStripeError(problem);
	if (error !== problem) parts.log(problem);
	const body = JSON.stringify(errorBody(error, requestId), null, 2);
	return { status: error.status, body, executed: false, replayOf: null };
}

function send(
	parts: StripeApiParts,
	{
		request,
		reply,
		requestId,
	}: { request: FastifyRequest; reply: FastifyReply; requestId: string },
	{ status, body, executed, replayOf, headers = {} }: Answer,
): FastifyReply {
	const key = keyOf(request);
	reply.code(status).headers({
		"content-type": "application/json",
		date: new Date(parts.world.now() * 1000).toUTCString(),
		"request-id": requestId,
		"stripe-version": apiVersion,
		...headers,
		...(status === 401 ? { "www-authenticate": 'Bearer realm="Stripe"' } : {}),
		...(executed && request.method === "POST" ? { "stripe-should-retry": "false" } : {}),
		...(key === undefined
			? {}
			: { "idempotency-key": key, "original-request": replayOf ?? requestId }),
		...(replayOf === null ? {} : { "idempotent-replayed": "true" }),
	});
	return reply.send(body);
}

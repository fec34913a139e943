// The console over HTTP: looking at everything, and moving the levers.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { formOf } from "../frame/form-body.ts";
import type { Html } from "../frame/html.ts";
import { html } from "../frame/html.ts";
import { consoleHeaders, sendPage } from "../frame/page-reply.ts";
import { ownPath } from "../frame/redirect-target.ts";
import type { PagesBilling } from "../pages-billing.ts";
import { type ConsoleScene, consoleFrame, consolePath } from "./console-frame.ts";
import { deliveryPage, webhooksPage } from "./delivery-pages.ts";
import { eventPage, eventsPage } from "./event-pages.ts";
import { faultsPage } from "./fault-page.ts";
import { objectPath } from "./json-text.ts";
import { timePage } from "./lever-pages.ts";
import { streamChanges } from "./live-stream.ts";
import { objectListPage, objectPage, objectTypesPage, searchPage } from "./object-pages.ts";
import { overviewPage } from "./overview-page.ts";

interface ConsoleRoute {
	Params: { type: string; id: string };
	Querystring: Record<string, string | undefined>;
}
type ConsoleRequest = FastifyRequest<ConsoleRoute>;

/** Everything under `/` and `/_simulator/console`. Whatever changes something is a POST. */
export function registerConsole(scope: FastifyInstance, billing: PagesBilling): void {
	registerViews(scope, billing);
	registerWebhookViews(scope, billing);
	registerLevers(scope, billing);
	streamChanges(scope, billing);
}

function sceneOf(billing: PagesBilling, request: ConsoleRequest): ConsoleScene {
	return { now: billing.now(), here: request.url, problem: null };
}

function send(reply: FastifyReply, page: Html, status = 200): FastifyReply {
	return sendPage(reply.headers(consoleHeaders), status, page);
}

function sendUnknown(reply: FastifyReply, scene: ConsoleScene, id: string): FastifyReply {
	const content = html`<h1>Nothing here is called ${id}</h1><p class="quiet">It may have been deleted, or the simulator was reset.</p>`;
	return send(reply, consoleFrame(scene, { room: "objects", title: id, content }), 404);
}

function registerViews(scope: FastifyInstance, billing: PagesBilling): void {
	scope.get<ConsoleRoute>("/", (request, reply) => {
		const events = billing.listEvents({ type: "", about: "", before: null }).rows.slice(0, 12);
		const endpoints = billing.listEndpoints();
		const state = billing.overview();
		const url = `http://${request.headers.host ?? "127.0.0.1"}`;
		return send(reply, overviewPage(sceneOf(billing, request), { url, state, events, endpoints }));
	});
	scope.get<ConsoleRoute>(consolePath, (_request, reply) => reply.redirect("/", 303));
	scope.get<ConsoleRoute>(`${consolePath}/objects`, (request, reply) =>
		send(reply, objectTypesPage(sceneOf(billing, request), billing.overview().types)),
	);
	scope.get<ConsoleRoute>(`${consolePath}/objects/:type`, (request, reply) => {
		const { type } = request.params;
		const { search = "", before = null } = request.query;
		const page = billing.listObjects(type, search, before || null);
		if (page === undefined) return sendUnknown(reply, sceneOf(billing, request), type);
		return send(
			reply,
			objectListPage(sceneOf(billing, request), {
				type,
				label: billing.labelOf(type),
				search,
				page,
			}),
		);
	});
	scope.get<ConsoleRoute>(`${consolePath}/object/:id`, (request, reply) => {
		const { id } = request.params;
		const scene = sceneOf(billing, request);
		const object = billing.findObject(id);
		if (object === undefined) return sendUnknown(reply, scene, id);
		if (object.object === "event") {
			return send(reply, eventPage(scene, object, billing.deliveriesOf(id)));
		}
		const events = billing.listEvents({ type: "", about: id, before: null });
		const label = billing.labelOf(String(object.object));
		return send(reply, objectPage(scene, { object, label, events }));
	});
	scope.get<ConsoleRoute>(`${consolePath}/search`, (request, reply) => {
		const query = request.query.q?.trim() ?? "";
		if (billing.findObject(query) !== undefined) return reply.redirect(objectPath(query), 303);
		const found = query === "" ? [] : billing.searchObjects(query);
		return send(reply, searchPage(sceneOf(billing, request), query, found));
	});
	scope.get<ConsoleRoute>(`${consolePath}/events`, (request, reply) => {
		const { type = "", about = "", before = null } = request.query;
		const filter = { type: type.trim(), about: about.trim(), before: before || null };
		return send(reply, eventsPage(sceneOf(billing, request), filter, billing.listEvents(filter)));
	});
	scope.get<ConsoleRoute>(`${consolePath}/time`, (request, reply) => {
		const times = { offset: billing.overview().offset, clocks: billing.listTestClocks() };
		return send(reply, timePage(sceneOf(billing, request), times));
	});
	scope.get<ConsoleRoute>(`${consolePath}/faults`, (request, reply) => {
		const rules = billing.listFaults();
		const kinds = billing.faultKinds();
		return send(reply, faultsPage(sceneOf(billing, request), { rules, kinds }));
	});
}

function registerWebhookViews(scope: FastifyInstance, billing: PagesBilling): void {
	scope.get<ConsoleRoute>(`${consolePath}/webhooks`, (request, reply) => {
		const { endpoint = "", state = "", before = null } = request.query;
		const filter = { endpoint, state, before: before || null };
		const page = billing.listDeliveries(filter);
		const endpoints = billing.listEndpoints();
		return send(reply, webhooksPage(sceneOf(billing, request), { endpoints, filter, page }));
	});
	scope.get<ConsoleRoute>(`${consolePath}/deliveries/:id`, (request, reply) => {
		const scene = sceneOf(billing, request);
		const delivery = billing.findDelivery(request.params.id);
		if (delivery === undefined) return sendUnknown(reply, scene, request.params.id);
		return send(reply, deliveryPage(scene, delivery));
	});
	scope.post<ConsoleRoute>(`${consolePath}/deliveries/:id/resend`, (request, reply) => {
		const here = `${consolePath}/deliveries/${encodeURIComponent(request.params.id)}`;
		return after(billing, reply, { problem: billing.resend(request.params.id), here });
	});
}

function registerLevers(scope: FastifyInstance, billing: PagesBilling): void {
	scope.post<ConsoleRoute>(`${consolePath}/clock`, (request, reply) => {
		const form = formOf(request);
		const problem = billing.moveClock(form.get("advance")?.trim() ?? "");
		return after(billing, reply, { problem, here: form.get("here") });
	});
	scope.post<ConsoleRoute>(`${consolePath}/test-clocks/:id`, (request, reply) => {
		const form = formOf(request);
		const problem = billing.moveTestClock(request.params.id, form.get("advance") ?? "");
		return after(billing, reply, { problem, here: form.get("here") });
	});
	const faults = `${consolePath}/faults`;
	scope.post<ConsoleRoute>(faults, (request, reply) => {
		const form = formOf(request);
		const problem = billing.addFault({
			kind: form.get("kind") ?? "",
			method: form.get("method") ?? "",
			path: form.get("path")?.trim() ?? "",
			rate: Number(form.get("rate") ?? ""),
			count: Number(form.get("count") ?? ""),
		});
		return after(billing, reply, { problem, here: faults });
	});
	scope.post<ConsoleRoute>(`${faults}/:id/remove`, (request, reply) =>
		after(billing, reply, { problem: billing.removeFault(request.params.id), here: faults }),
	);
	scope.post<ConsoleRoute>(`${consolePath}/reset`, (request, reply) => {
		if (formOf(request).get("sure") !== "yes") {
			const problem = "Tick the box first: everything is forgotten.";
			return after(billing, reply, { problem, here: `${consolePath}/time` });
		}
		billing.reset();
		return reply.redirect("/", 303);
	});
}

/** Back to where the lever was, or a page with the reason why it did not move. */
function after(
	billing: PagesBilling,
	reply: FastifyReply,
	{ problem, here }: { problem: string | null; here: string | null },
): FastifyReply {
	const back = here === "/" ? "/" : (ownPath(here ?? undefined) ?? "/");
	if (problem === null) return reply.redirect(back, 303);
	const scene = { now: billing.now(), here: back, problem };
	const content = html`<h1>That did not work</h1><p><a class="plain" href="${back}">Go back</a></p>`;
	return send(
		reply,
		consoleFrame(scene, { room: "overview", title: "That did not work", content }),
		409,
	);
}

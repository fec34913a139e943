// The customer portal over HTTP: its home, and the way to a flow's task.
import type { FastifyInstance, FastifyReply } from "fastify";
import { unknownSessionPage } from "../frame/notice-page.ts";
import { sendPage } from "../frame/page-reply.ts";
import type { PagesBilling } from "../pages-billing.ts";
import { registerPortalCards } from "./customer/card-routes.ts";
import { registerPortalTaxIds } from "./customer/tax-id-routes.ts";
import type { PortalTask } from "./portal-billing.ts";
import { doneOf } from "./portal-done.ts";
import { portalPage } from "./portal-page.ts";
import { pathIn, type Scene } from "./portal-scene.ts";
import { forVisitor, openScene, type PortalRequest } from "./portal-visit.ts";
import { registerPortalPauses } from "./subscription/pause-routes.ts";
import { registerPortalSubscriptions } from "./subscription/subscription-routes.ts";
import { registerPortalUpdates } from "./subscription/update-routes.ts";

/** `GET /p/session/:session` and everything below it. */
export function registerPortal(scope: FastifyInstance, billing: PagesBilling): void {
	scope.get<PortalRequest>(
		"/p/session/:session",
		forVisitor(
			billing,
			() => true,
			({ scene, request, reply }) =>
				sendPage(reply, 200, portalPage(scene, doneOf(request.query.done))),
		),
	);
	scope.get<PortalRequest>("/p/session/:session/flow", (request, reply) => {
		const scene = openScene(billing, request);
		if (scene === undefined) return answerUnknown(billing, reply);
		const task = scene.view.flow?.task;
		if (task === undefined) return reply.redirect(pathIn(scene), 303);
		return reply.redirect(taskPath({ ...scene, inFlow: true }, task), 303);
	});
	registerPortalSubscriptions(scope, billing);
	registerPortalUpdates(scope, billing);
	registerPortalPauses(scope, billing);
	registerPortalCards(scope, billing);
	registerPortalTaxIds(scope, billing);
}

function taskPath(scene: Scene, task: PortalTask): string {
	switch (task.kind) {
		case "details":
			return pathIn(scene, "details");
		case "card":
			return pathIn(scene, "payment-methods/new");
		case "cancel":
		case "pause":
		case "update":
			return pathIn(scene, `subscriptions/${task.subscription}/${task.kind}`);
		case "confirm": {
			const { price, quantity } = task.wanted;
			const query = `price=${encodeURIComponent(price)}&quantity=${quantity}`;
			return pathIn(scene, `subscriptions/${task.subscription}/update/confirm?${query}`);
		}
	}
}

function answerUnknown(billing: PagesBilling, reply: FastifyReply): FastifyReply {
	return sendPage(reply, 404, unknownSessionPage(billing.now()));
}

// Pausing a subscription and going on, over HTTP; and staying for a discount.
import type { FastifyInstance } from "fastify";
import { formOf } from "../../frame/form-body.ts";
import { sendPage } from "../../frame/page-reply.ts";
import type { PagesBilling } from "../../pages-billing.ts";
import type { Scene } from "../portal-scene.ts";
import { forOwner, goHome, leave, type PortalRequest } from "../portal-visit.ts";
import { pausePage } from "./pause-page.ts";
import { finish } from "./subscription-routes.ts";

const mayPause = ({ view }: Scene) => view.may.pause !== null;

export function registerPortalPauses(scope: FastifyInstance, billing: PagesBilling): void {
	const path = "/p/session/:session/subscriptions/:subscription";
	scope.get<PortalRequest>(
		`${path}/pause`,
		forOwner(billing, mayPause, (visit) => {
			if (!visit.subscription.canPause) return goHome(visit);
			return sendPage(visit.reply, 200, pausePage(visit.scene, visit.subscription));
		}),
	);
	scope.post<PortalRequest>(
		`${path}/pause`,
		forOwner(billing, mayPause, (visit) => {
			const { scene, request, subscription, reply } = visit;
			if (!subscription.canPause) return goHome(visit);
			const option = Number(formOf(request).get("option") ?? "0");
			const problem = billing.pauseSubscription(scene.view.id, subscription.id, option);
			if (problem === null) return leave(visit, "paused");
			return sendPage(reply, 409, pausePage({ ...scene, problem }, subscription));
		}),
	);
	scope.post<PortalRequest>(
		`${path}/go-on`,
		forOwner(billing, mayPause, (visit) => {
			const { scene, subscription } = visit;
			if (!subscription.canGoOn) return goHome(visit);
			return finish(visit, billing.goOn(scene.view.id, subscription.id), "resumed");
		}),
	);
	scope.post<PortalRequest>(
		`${path}/stay`,
		forOwner(
			billing,
			() => true,
			(visit) => {
				const { scene, subscription } = visit;
				return finish(visit, billing.acceptOffer(scene.view.id, subscription.id), "stayed");
			},
		),
	);
}

// Cancelling, taking it back, and the customer's own details over HTTP.
import type { FastifyInstance } from "fastify";
import { formOf } from "../../frame/form-body.ts";
import { sendPage } from "../../frame/page-reply.ts";
import type { PagesBilling } from "../../pages-billing.ts";
import { hasEnded } from "../../words/subscription-words.ts";
import { portalDetailsPage, readDetails } from "../customer/details.ts";
import type { PortalSubscription } from "../portal-billing.ts";
import type { PortalDone } from "../portal-done.ts";
import { portalPage } from "../portal-page.ts";
import type { Scene } from "../portal-scene.ts";
import {
	forOwner,
	forVisitor,
	goHome,
	leave,
	type PortalRequest,
	type Visit,
} from "../portal-visit.ts";
import { portalCancelPage } from "./cancel-page.ts";

const maxComment = 1000;

export function registerPortalSubscriptions(scope: FastifyInstance, billing: PagesBilling): void {
	const path = "/p/session/:session/subscriptions/:subscription";
	const mayCancel = ({ view }: Scene) => view.may.cancel !== null;
	scope.get<PortalRequest>(
		`${path}/cancel`,
		forOwner(billing, mayCancel, (visit) => {
			if (!canCancel(visit.subscription)) return goHome(visit);
			return sendPage(visit.reply, 200, portalCancelPage(visit.scene, visit.subscription));
		}),
	);
	scope.post<PortalRequest>(
		`${path}/cancel`,
		forOwner(billing, mayCancel, (visit) => {
			const { scene, request, subscription, reply } = visit;
			if (!canCancel(subscription)) return leave(visit, "canceled");
			const form = formOf(request);
			const reasons = scene.view.may.cancel?.reasons ?? [];
			const problem = billing.cancelSubscription(scene.view.id, {
				subscription: subscription.id,
				feedback: reasons.find((reason) => reason === form.get("feedback")) ?? null,
				comment: form.get("comment")?.trim().slice(0, maxComment) || null,
			});
			if (problem === null) return leave(visit, "canceled");
			return sendPage(reply, 409, portalCancelPage({ ...scene, problem }, subscription));
		}),
	);
	scope.post<PortalRequest>(
		`${path}/resume`,
		forOwner(billing, always, (visit) => {
			const { cancelsAt, id } = visit.subscription;
			if (cancelsAt === null || hasEnded(visit.subscription)) return goHome(visit);
			return finish(visit, billing.resumeSubscription(visit.scene.view.id, id), "resumed");
		}),
	);
	scope.post<PortalRequest>(
		`${path}/keep`,
		forOwner(billing, always, (visit) => {
			const { scheduledChange, id } = visit.subscription;
			if (scheduledChange === null) return goHome(visit);
			return finish(visit, billing.dropScheduledChange(visit.scene.view.id, id), "kept");
		}),
	);
	registerDetails(scope, billing);
}

function registerDetails(scope: FastifyInstance, billing: PagesBilling): void {
	const path = "/p/session/:session/details";
	const mayChange = ({ view }: Scene) => view.may.details.length > 0;
	scope.get<PortalRequest>(
		path,
		forVisitor(billing, mayChange, ({ scene, reply }) =>
			sendPage(reply, 200, portalDetailsPage(scene, scene.view.details)),
		),
	);
	scope.post<PortalRequest>(
		path,
		forVisitor(billing, mayChange, (visit) => {
			const { scene, request, reply } = visit;
			const typed = readDetails(formOf(request), scene.view.details);
			const problem = billing.saveDetails(scene.view.id, typed);
			if (problem === null) return leave(visit, "details");
			return sendPage(reply, 422, portalDetailsPage({ ...scene, problem }, typed));
		}),
	);
}

/** Done, or the home page with the reason why not. */
export function finish(visit: Visit, problem: string | null, done: PortalDone) {
	if (problem === null) return leave(visit, done);
	return sendPage(visit.reply, 409, portalPage({ ...visit.scene, problem }, null));
}

function always(): boolean {
	return true;
}

function canCancel(subscription: PortalSubscription): boolean {
	return subscription.cancelsAt === null && !hasEnded(subscription);
}

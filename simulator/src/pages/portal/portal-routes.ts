// The customer portal over HTTP: look, cancel, take it back.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { unknownSessionPage } from "../frame/notice-page.ts";
import { sendPage } from "../frame/page-reply.ts";
import type { PagesBilling, PortalSubscription, PortalView } from "../pages-billing.ts";
import { hasEnded } from "../words/subscription-words.ts";
import { portalCancelPage } from "./portal-cancel-page.ts";
import { type PortalDone, portalPage } from "./portal-page.ts";

interface PortalRoute {
	Params: { session: string };
	Querystring: { done?: string };
}

interface SubscriptionRoute {
	Params: { session: string; subscription: string };
}

interface Found {
	view: PortalView;
	subscription: PortalSubscription;
}

/** `GET /p/session/:session`, and below it `/subscriptions/:subscription/cancel` and `/resume`. */
export function registerPortal(scope: FastifyInstance, billing: PagesBilling): void {
	scope.get<PortalRoute>("/p/session/:session", (request, reply) => {
		const view = billing.findPortal(request.params.session);
		if (view === undefined) return answerUnknown(billing, reply);
		return sendPage(reply, 200, portalPage(view, doneOf(request.query.done), billing.now()));
	});
	const path = "/p/session/:session/subscriptions/:subscription";
	scope.get<SubscriptionRoute>(`${path}/cancel`, (request, reply) => {
		const found = findOwn(billing, request);
		if (found === undefined) return answerUnknown(billing, reply);
		const { view, subscription } = found;
		if (!canCancel(subscription)) return reply.redirect(homeOf(view), 303);
		return sendPage(reply, 200, portalCancelPage(view, subscription, billing.now()));
	});
	scope.post<SubscriptionRoute>(`${path}/cancel`, (request, reply) => {
		const found = findOwn(billing, request);
		if (found === undefined) return answerUnknown(billing, reply);
		const { view, subscription } = found;
		if (canCancel(subscription)) billing.cancelSubscription(view.id, subscription.id);
		return reply.redirect(`${homeOf(view)}?done=canceled`, 303);
	});
	scope.post<SubscriptionRoute>(`${path}/resume`, (request, reply) => {
		const found = findOwn(billing, request);
		if (found === undefined) return answerUnknown(billing, reply);
		const { view, subscription } = found;
		if (!canResume(subscription)) return reply.redirect(homeOf(view), 303);
		billing.resumeSubscription(view.id, subscription.id);
		return reply.redirect(`${homeOf(view)}?done=resumed`, 303);
	});
}

/** Only subscriptions of the session's own customer exist here; all others are as if absent. */
function findOwn(
	billing: PagesBilling,
	request: FastifyRequest<SubscriptionRoute>,
): Found | undefined {
	const view = billing.findPortal(request.params.session);
	const subscription = view?.subscriptions.find(({ id }) => id === request.params.subscription);
	return view && subscription && { view, subscription };
}

function canCancel(subscription: PortalSubscription): boolean {
	return subscription.cancelsAt === null && !hasEnded(subscription);
}

function canResume(subscription: PortalSubscription): boolean {
	return subscription.cancelsAt !== null && !hasEnded(subscription);
}

function homeOf(view: PortalView): string {
	return `/p/session/${encodeURIComponent(view.id)}`;
}

function doneOf(query: string | undefined): PortalDone | null {
	return query === "canceled" || query === "resumed" ? query : null;
}

function answerUnknown(billing: PagesBilling, reply: FastifyReply): FastifyReply {
	return sendPage(reply, 404, unknownSessionPage(billing.now()));
}

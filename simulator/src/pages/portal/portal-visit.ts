// Who visits which page of the portal, and where he goes when he is done.
import type { FastifyReply, FastifyRequest } from "fastify";
import { noticePage, unknownSessionPage } from "../frame/notice-page.ts";
import { sendPage } from "../frame/page-reply.ts";
import { webAddress } from "../frame/redirect-target.ts";
import type { PagesBilling } from "../pages-billing.ts";
import { localeOf, speaking } from "../words/locale.ts";
import type { PortalSubscription } from "./portal-billing.ts";
import type { PortalDone } from "./portal-done.ts";
import { pathIn, type Scene } from "./portal-scene.ts";

export interface PortalRequest {
	Params: Record<"session" | "subscription" | "card" | "intent" | "taxId", string>;
	Querystring: Record<string, string | undefined>;
}

/** The page's scene; undefined when there is no such session. */
export function openScene(
	billing: PagesBilling,
	request: FastifyRequest<PortalRequest>,
): Scene | undefined {
	const view = billing.findPortal(request.params.session, request.query.before || null);
	if (view === undefined) return undefined;
	const inFlow = view.flow !== null && request.query.flow === "1";
	return { view, now: billing.now(), inFlow, problem: null };
}

/** One request and what it is about. */
export interface Visit {
	scene: Scene;
	request: FastifyRequest<PortalRequest>;
	reply: FastifyReply;
}

/** A handler for visitors; everybody else, and who may not do this, hears that there is no such page. */
export function forVisitor(
	billing: PagesBilling,
	allowed: (scene: Scene) => boolean,
	handle: (visit: Visit) => FastifyReply,
) {
	return (request: FastifyRequest<PortalRequest>, reply: FastifyReply): FastifyReply => {
		const scene = openScene(billing, request);
		if (scene !== undefined && allowed(scene)) {
			const locale = localeOf(scene.view.locale, request.headers["accept-language"]);
			return speaking(locale, () => handle({ scene, request, reply }));
		}
		return sendPage(reply, 404, unknownSessionPage(billing.now()));
	};
}

/** As `forVisitor`, about one of his own subscriptions; all others are as if absent. */
export function forOwner(
	billing: PagesBilling,
	allowed: (scene: Scene) => boolean,
	handle: (visit: Visit & { subscription: PortalSubscription }) => FastifyReply,
) {
	return forVisitor(billing, allowed, (visit) => {
		const { subscriptions } = visit.scene.view;
		const wanted = visit.request.params.subscription;
		const subscription = subscriptions.find(({ id }) => id === wanted);
		if (subscription !== undefined) return handle({ ...visit, subscription });
		return sendPage(visit.reply, 404, unknownSessionPage(billing.now()));
	});
}

/** On to where the flow leads, or home with a word on what was done. */
export function leave({ scene, reply }: Visit, done: PortalDone): FastifyReply {
	const { view, inFlow, now } = scene;
	const after = inFlow ? view.flow?.after : undefined;
	if (after?.kind === "redirect") {
		const url = webAddress(after.url);
		if (url !== null) return reply.redirect(url, 303);
	}
	if (after?.kind === "message") {
		const back = webAddress(view.returnUrl);
		const page = noticePage({
			title: "All done",
			message: after.words ?? "Your billing has been updated.",
			link: back === null ? null : { href: back, text: `Return to ${view.businessName}` },
			now,
		});
		return sendPage(reply, 200, page);
	}
	return reply.redirect(`${pathIn(scene)}?done=${done}`, 303);
}

/** Home. */
export function goHome({ scene, reply }: Visit): FastifyReply {
	return reply.redirect(pathIn(scene), 303);
}

// Finds a session that can still be paid, and answers for those that cannot.
import type { FastifyReply, FastifyRequest } from "fastify";
import { unknownSessionPage } from "../frame/notice-page.ts";
import { sendPage } from "../frame/page-reply.ts";
import { filledSuccessUrl } from "../frame/redirect-target.ts";
import type { CheckoutView, PagesBilling } from "../pages-billing.ts";
import { localeOf, speaking } from "../words/locale.ts";
import { completePage, expiredPage } from "./checkout-notices.ts";

export interface SessionRoute {
	Params: { session: string };
}

export interface CheckoutVisit {
	view: CheckoutView;
	request: FastifyRequest<SessionRoute>;
	reply: FastifyReply;
}

/** A handler for sessions that are open, whose pages are written in the session's locale. */
export function forOpen(billing: PagesBilling, handle: (visit: CheckoutVisit) => FastifyReply) {
	return (request: FastifyRequest<SessionRoute>, reply: FastifyReply): FastifyReply => {
		const view = openCheckout(billing, request, reply);
		if (view === undefined) return reply;
		const locale = localeOf(view.locale, request.headers["accept-language"]);
		return speaking(locale, () => handle({ view, request, reply }));
	};
}

/** The session while it is open; otherwise the reply is sent and nothing is left to do. */
function openCheckout(
	billing: PagesBilling,
	request: FastifyRequest<SessionRoute>,
	reply: FastifyReply,
): CheckoutView | undefined {
	const view = billing.findCheckout(request.params.session);
	if (view?.session.status === "open") return view;
	const now = billing.now();
	const target = view && filledSuccessUrl(view.session.successUrl, view.session.id);
	if (view === undefined) sendPage(reply, 404, unknownSessionPage(now));
	else if (view.session.status === "expired") sendPage(reply, 410, expiredPage(view, now));
	// A second press of the button goes on to the shop, as the first did; a visit gets the page.
	else if (request.method === "POST" && target) reply.redirect(target, 303);
	else sendPage(reply, 200, completePage(view, now));
	return undefined;
}

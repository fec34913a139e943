// The 3-D Secure step over HTTP.
import type { FastifyInstance } from "fastify";
import { formOf } from "../frame/form-body.ts";
import { sendPage } from "../frame/page-reply.ts";
import type { PagesBilling } from "../pages-billing.ts";
import { authenticatePage } from "./authenticate-page.ts";
import { emptyForm } from "./checkout-form.ts";
import { answerOutcome } from "./checkout-outcome.ts";
import { openCheckout, type SessionRoute } from "./open-checkout.ts";

/** Without a pending question both routes lead back to the card form. */
export function registerAuthentication(scope: FastifyInstance, billing: PagesBilling): void {
	scope.get<SessionRoute>("/c/pay/:session/authenticate", (request, reply) => {
		const view = openCheckout(billing, request, reply);
		if (view === undefined) return;
		if (!view.authenticationPending) return reply.redirect(checkoutPath(view.session.id), 303);
		return sendPage(reply, 200, authenticatePage(view, billing.now()));
	});
	scope.post<SessionRoute>("/c/pay/:session/authenticate", (request, reply) => {
		const view = openCheckout(billing, request, reply);
		if (view === undefined) return;
		if (!view.authenticationPending) return reply.redirect(checkoutPath(view.session.id), 303);
		const answer = formOf(request).get("outcome");
		if (answer !== "complete" && answer !== "fail")
			return sendPage(reply, 422, authenticatePage(view, billing.now()));
		const outcome = billing.answerAuthentication(view.session.id, answer === "complete");
		return answerOutcome(reply, { outcome, view, form: emptyForm, now: billing.now() });
	});
}

function checkoutPath(sessionId: string): string {
	return `/c/pay/${encodeURIComponent(sessionId)}`;
}

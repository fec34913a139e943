// The 3-D Secure step of Checkout over HTTP.
import type { FastifyInstance, FastifyReply } from "fastify";
import { bankPage, readAnswer } from "../bank/bank-page.ts";
import { emptyForm } from "../card/card-fields.ts";
import { formOf } from "../frame/form-body.ts";
import { sendPage } from "../frame/page-reply.ts";
import type { CheckoutView, PagesBilling } from "../pages-billing.ts";
import { answerOutcome } from "./checkout-outcome.ts";
import { forOpen, type SessionRoute } from "./open-checkout.ts";

/** Without a pending question both routes lead back to the card form. */
export function registerAuthentication(scope: FastifyInstance, billing: PagesBilling): void {
	const path = "/c/pay/:session/authenticate";
	scope.get<SessionRoute>(
		path,
		forOpen(billing, ({ view, reply }) => {
			if (!view.authenticationPending) return reply.redirect(checkoutPath(view.session.id), 303);
			return ask(reply, { view, now: billing.now(), status: 200 });
		}),
	);
	scope.post<SessionRoute>(
		path,
		forOpen(billing, ({ view, request, reply }) => {
			if (!view.authenticationPending) return reply.redirect(checkoutPath(view.session.id), 303);
			const answer = readAnswer(formOf(request));
			if (answer === null) return ask(reply, { view, now: billing.now(), status: 422 });
			const outcome = billing.answerAuthentication(view.session.id, answer);
			const now = billing.now();
			return answerOutcome(reply, { outcome, view, form: emptyForm, answers: {}, now });
		}),
	);
}

function ask(
	reply: FastifyReply,
	{ view, now, status }: { view: CheckoutView; now: number; status: number },
): FastifyReply {
	const { businessName, amountDueToday, currency, session } = view;
	const amount = view.mode === "setup" ? null : amountDueToday;
	const action = `${checkoutPath(session.id)}/authenticate`;
	return sendPage(reply, status, bankPage({ businessName, amount, currency, action, now }));
}

function checkoutPath(sessionId: string): string {
	return `/c/pay/${encodeURIComponent(sessionId)}`;
}

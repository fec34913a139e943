// Checkout over HTTP: show the session, take the card, answer with the next page.
import type { FastifyInstance, FastifyReply } from "fastify";
import { checkForm, readForm, type TypedForm } from "../card/card-form.ts";
import { formOf } from "../frame/form-body.ts";
import { sendPage } from "../frame/page-reply.ts";
import type { CheckoutView, PagesBilling } from "../pages-billing.ts";
import { emptyForm } from "./checkout-form.ts";
import { answerOutcome } from "./checkout-outcome.ts";
import { checkoutPage } from "./checkout-page.ts";
import { openCheckout, type SessionRoute } from "./open-checkout.ts";

/** `GET` and `POST /c/pay/:session`. */
export function registerCheckout(scope: FastifyInstance, billing: PagesBilling): void {
	scope.get<SessionRoute>("/c/pay/:session", (request, reply) => {
		const view = openCheckout(billing, request, reply);
		return view && sendPage(reply, 200, checkoutPage(view, emptyForm, billing.now()));
	});
	scope.post<SessionRoute>("/c/pay/:session", (request, reply) => {
		const view = openCheckout(billing, request, reply);
		return view && takeCard(billing, view, { form: readForm(formOf(request)), reply });
	});
}

function takeCard(
	billing: PagesBilling,
	view: CheckoutView,
	{ form, reply }: { form: TypedForm; reply: FastifyReply },
): FastifyReply {
	const now = billing.now();
	const checked = checkForm(form, { now, asksForEmail: view.customerEmail === null });
	if (checked.kind === "invalid") {
		const state = { ...form, errors: checked.errors, problem: "Check the highlighted fields" };
		return sendPage(reply, 422, checkoutPage(view, state, now));
	}
	const outcome = billing.confirmCheckout(view.session.id, checked.card);
	return answerOutcome(reply, { outcome, view, form, now });
}

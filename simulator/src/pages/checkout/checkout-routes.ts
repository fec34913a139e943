// Checkout over HTTP: show the session, take code and card, answer with the next page.
import type { FastifyInstance, FastifyReply } from "fastify";
import { emptyForm } from "../card/card-fields.ts";
import { checkEmail, checkForm, readForm, type TypedForm } from "../card/card-form.ts";
import { faultyForm } from "../card/declined-form.ts";
import { readSaved } from "../card/saved-card-choice.ts";
import { formOf } from "../frame/form-body.ts";
import { unknownSessionPage } from "../frame/notice-page.ts";
import { sendPage } from "../frame/page-reply.ts";
import type { CheckoutPayment, CheckoutView, PagesBilling } from "../pages-billing.ts";
import { readAsked } from "./asked-fields.ts";
import { answerOutcome } from "./checkout-outcome.ts";
import { checkoutPage } from "./checkout-page.ts";
import type { OrderProblem } from "./checkout-summary.ts";
import { forOpen, type SessionRoute } from "./open-checkout.ts";

/** `GET` and `POST /c/pay/:session`, and below it `/promotion` and `/quantity`; and `/r/:session`. */
export function registerCheckout(scope: FastifyInstance, billing: PagesBilling): void {
	scope.get<SessionRoute>(
		"/c/pay/:session",
		forOpen(billing, ({ view, reply }) =>
			sendPage(reply, 200, checkoutPage(view, emptyForm, billing.now())),
		),
	);
	scope.post<SessionRoute>(
		"/c/pay/:session",
		forOpen(billing, ({ view, request, reply }) =>
			takePayment(billing, view, { body: formOf(request), reply }),
		),
	);
	registerOrder(scope, billing);
	registerRecovery(scope, billing);
}

function registerOrder(scope: FastifyInstance, billing: PagesBilling): void {
	scope.post<SessionRoute>(
		"/c/pay/:session/promotion",
		forOpen(billing, ({ view, request, reply }) => {
			const typed = formOf(request).get("code")?.trim() ?? "";
			const problem = billing.applyPromotion(view.session.id, typed);
			const order = problem === null ? null : ({ kind: "code", typed, problem } as const);
			return answerOrder(billing, reply, { view, order });
		}),
	);
	scope.post<SessionRoute>(
		"/c/pay/:session/quantity",
		forOpen(billing, ({ view, request, reply }) => {
			const form = formOf(request);
			const line = form.get("line") ?? "";
			const quantity = Number(form.get("quantity") ?? "");
			const problem = billing.changeQuantity(view.session.id, line, quantity);
			const order = problem === null ? null : ({ kind: "quantity", line, problem } as const);
			return answerOrder(billing, reply, { view, order });
		}),
	);
}

/** `GET /r/:session`, the address that an expired session gives for its recovery. */
function registerRecovery(scope: FastifyInstance, billing: PagesBilling): void {
	// Fastify would answer a HEAD like a GET; whoever only looks must not open sessions.
	scope.get<SessionRoute>("/r/:session", { exposeHeadRoute: false }, (request, reply) => {
		const found = billing.recoverCheckout(request.params.session);
		if (!("kind" in found)) return reply.redirect(found.path, 303);
		return sendPage(reply, 404, unknownSessionPage(billing.now()));
	});
}

/** Back to the page with its new amounts, or the page with what was wrong at its field. */
function answerOrder(
	billing: PagesBilling,
	reply: FastifyReply,
	{ view, order }: { view: CheckoutView; order: OrderProblem | null },
): FastifyReply {
	const { id } = view.session;
	if (order === null) return reply.redirect(`/c/pay/${encodeURIComponent(id)}`, 303);
	return sendPage(reply, 422, checkoutPage(view, { ...emptyForm, order }, billing.now()));
}

function takePayment(
	billing: PagesBilling,
	view: CheckoutView,
	{ body, reply }: { body: URLSearchParams; reply: FastifyReply },
): FastifyReply {
	const now = billing.now();
	const form = readForm(body);
	const answers = readAsked(view.asked, body);
	const read = readPayment(view, { form, saved: readSaved(body, view.cards), now });
	if (read.kind === "invalid") {
		const problems = billing.checkAnswers(view.session.id, answers);
		const state = { ...faultyForm(form, read.errors), asked: { answers, problems } };
		return sendPage(reply, 422, checkoutPage(view, state, now));
	}
	const outcome = billing.confirmCheckout(view.session.id, read.payment, answers);
	return answerOutcome(reply, { outcome, view, form, answers, now });
}

interface Entered {
	form: TypedForm;
	saved: string | null;
	now: number;
}

/** A card on file, none where none is needed, or the typed one once it obeys the rules. */
function readPayment(
	view: CheckoutView,
	{ form, saved, now }: Entered,
):
	| { kind: "valid"; payment: CheckoutPayment }
	| Extract<ReturnType<typeof checkForm>, { kind: "invalid" }> {
	const asksForEmail = view.customerEmail === null;
	if (saved !== null || !view.needsCard) {
		const email = asksForEmail ? checkEmail(form) : undefined;
		if (email !== undefined) return { kind: "invalid", errors: { email } };
		const given = asksForEmail ? { email: form.email } : {};
		const payment = saved === null ? { nothing: true as const, ...given } : { saved, ...given };
		return { kind: "valid", payment };
	}
	const checked = checkForm(form, { now, asksForEmail });
	return checked.kind === "invalid" ? checked : { kind: "valid", payment: checked.card };
}

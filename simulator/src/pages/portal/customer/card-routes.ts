// The customer's cards over HTTP: add one, with the bank's question; choose the default; remove.
import type { FastifyInstance, FastifyReply } from "fastify";
import { bankPage, readAnswer } from "../../bank/bank-page.ts";
import { emptyForm } from "../../card/card-fields.ts";
import { checkForm, readForm, type TypedForm } from "../../card/card-form.ts";
import { declinedForm, faultyForm } from "../../card/declined-form.ts";
import { formOf } from "../../frame/form-body.ts";
import { sendPage } from "../../frame/page-reply.ts";
import type { PagesBilling } from "../../pages-billing.ts";
import type { AddCardOutcome } from "../portal-billing.ts";
import { portalPage } from "../portal-page.ts";
import { pathIn, type Scene } from "../portal-scene.ts";
import { forVisitor, leave, type PortalRequest, type Visit } from "../portal-visit.ts";
import { finish } from "../subscription/subscription-routes.ts";
import { portalCardPage } from "./card-page.ts";

const mayAdd = ({ view }: Scene) => view.may.cards;

export function registerPortalCards(scope: FastifyInstance, billing: PagesBilling): void {
	const path = "/p/session/:session/payment-methods";
	scope.get<PortalRequest>(
		`${path}/new`,
		forVisitor(billing, mayAdd, ({ scene, reply }) =>
			sendPage(reply, 200, portalCardPage(scene, emptyForm)),
		),
	);
	scope.post<PortalRequest>(
		`${path}/new`,
		forVisitor(billing, mayAdd, (visit) => {
			const { scene, request, reply } = visit;
			const typed = readForm(formOf(request));
			const checked = checkForm(typed, { now: scene.now, asksForEmail: false });
			if (checked.kind === "invalid") {
				const state = faultyForm(typed, checked.errors);
				return sendPage(reply, 422, portalCardPage(scene, state));
			}
			return follow(visit, billing.addCard(scene.view.id, checked.card), typed);
		}),
	);
	scope.post<PortalRequest>(
		`${path}/:card/default`,
		forVisitor(billing, mayAdd, (visit) => {
			const { scene, request } = visit;
			return finish(visit, billing.useCard(scene.view.id, request.params.card), "card");
		}),
	);
	scope.post<PortalRequest>(
		`${path}/:card/remove`,
		forVisitor(billing, mayAdd, (visit) => {
			const { scene, request } = visit;
			return finish(visit, billing.removeCard(scene.view.id, request.params.card), "removed");
		}),
	);
	registerQuestion(scope, billing, `${path}/:intent/authenticate`);
}

/** Without a pending question both routes lead back to the form. */
function registerQuestion(scope: FastifyInstance, billing: PagesBilling, path: string): void {
	const form = (scene: Scene) => pathIn(scene, "payment-methods/new");
	scope.get<PortalRequest>(
		path,
		forVisitor(billing, mayAdd, (visit) => {
			const { scene, request, reply } = visit;
			if (!billing.isCardPending(scene.view.id, request.params.intent)) {
				return reply.redirect(form(scene), 303);
			}
			return ask(visit, 200);
		}),
	);
	scope.post<PortalRequest>(
		path,
		forVisitor(billing, mayAdd, (visit) => {
			const { scene, request, reply } = visit;
			const { intent } = request.params;
			if (!billing.isCardPending(scene.view.id, intent)) return reply.redirect(form(scene), 303);
			const answer = readAnswer(formOf(request));
			if (answer === null) return ask(visit, 422);
			return follow(visit, billing.answerCard(scene.view.id, intent, answer), emptyForm);
		}),
	);
}

function ask({ scene, request, reply }: Visit, status: number): FastifyReply {
	const { businessName } = scene.view;
	const action = request.url;
	const page = bankPage({ businessName, amount: null, currency: "usd", action, now: scene.now });
	return sendPage(reply, status, page);
}

function follow(
	visit: Visit,
	outcome: AddCardOutcome,
	typed: Pick<TypedForm, "email" | "name" | "expiry">,
): FastifyReply {
	const { scene, reply } = visit;
	switch (outcome.kind) {
		case "done":
			return leave(visit, "card");
		case "requires_action": {
			const path = `payment-methods/${outcome.intent}/authenticate`;
			return reply.redirect(pathIn(scene, path), 303);
		}
		case "declined":
			return sendPage(reply, 402, portalCardPage(scene, declinedForm(outcome, typed)));
		case "unavailable":
			return sendPage(reply, 409, portalPage({ ...scene, problem: outcome.message }, null));
	}
}

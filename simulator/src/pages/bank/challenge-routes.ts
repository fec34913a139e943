// The bank's question about any payment or card, at the address that `next_action` names.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { formOf } from "../frame/form-body.ts";
import { noticePage } from "../frame/notice-page.ts";
import { sendPage } from "../frame/page-reply.ts";
import { ownPath, webAddress } from "../frame/redirect-target.ts";
import type { Challenge, PagesBilling } from "../pages-billing.ts";
import { bankPage, readAnswer } from "./bank-page.ts";

interface ChallengeRoute {
	Params: { intent: string };
	/** `next` is where one of our own pages wants the person back. */
	Querystring: { next?: string };
}

type ChallengeRequest = FastifyRequest<ChallengeRoute>;

/** `GET` and `POST /authenticate/:intent`. */
export function registerChallenges(scope: FastifyInstance, billing: PagesBilling): void {
	scope.get<ChallengeRoute>("/authenticate/:intent", (request, reply) => {
		const challenge = billing.findChallenge(request.params.intent);
		if (challenge === undefined) return answerDone(billing, request, reply);
		return ask(billing, { request, reply, challenge, status: 200 });
	});
	scope.post<ChallengeRoute>("/authenticate/:intent", (request, reply) => {
		const challenge = billing.findChallenge(request.params.intent);
		if (challenge === undefined) return answerDone(billing, request, reply);
		const answer = readAnswer(formOf(request));
		if (answer === null) return ask(billing, { request, reply, challenge, status: 422 });
		const { failed } = billing.answerChallenge(request.params.intent, answer);
		const next = ownPath(request.query.next);
		if (next !== null) return reply.redirect(next, 303);
		const back = webAddress(challenge.returnUrl);
		if (back !== null) return reply.redirect(back, 303);
		return sendPage(reply, 200, endPage(failed, billing.now()));
	});
}

function ask(
	billing: PagesBilling,
	at: { request: ChallengeRequest; reply: FastifyReply; challenge: Challenge; status: number },
): FastifyReply {
	const { businessName, amount, currency } = at.challenge;
	const action = at.request.url;
	const page = bankPage({ businessName, amount, currency, action, now: billing.now() });
	return sendPage(at.reply, at.status, page);
}

/** Nothing waits: back to the page that asked, or a word that it is over. */
function answerDone(
	billing: PagesBilling,
	request: ChallengeRequest,
	reply: FastifyReply,
): FastifyReply {
	const next = ownPath(request.query.next);
	if (next !== null) return reply.redirect(next, 303);
	const page = noticePage({
		title: "Nothing to confirm",
		message: "Your bank has no question here, or it was answered already.",
		now: billing.now(),
	});
	return sendPage(reply, 404, page);
}

function endPage(failed: string | null, now: number) {
	return noticePage({
		title: failed === null ? "Thank you" : "Authentication failed",
		message: failed ?? "Your bank has confirmed it. You can close this page.",
		now,
	});
}

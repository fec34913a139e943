// Turns how an attempt to pay ended into the next thing the browser sees.
import type { FastifyReply } from "fastify";
import { emptyForm } from "../card/card-fields.ts";
import type { TypedForm } from "../card/card-form.ts";
import { declinedForm } from "../card/declined-form.ts";
import { sendPage } from "../frame/page-reply.ts";
import { successTarget } from "../frame/redirect-target.ts";
import type { CheckoutView, ConfirmOutcome } from "../pages-billing.ts";
import type { AskedState } from "./asked-fields.ts";
import { completePage, unavailablePage } from "./checkout-notices.ts";
import { checkoutPage } from "./checkout-page.ts";

export interface Attempt {
	outcome: ConfirmOutcome;
	view: CheckoutView;
	form: Pick<TypedForm, "email" | "name" | "expiry">;
	/** What was answered to what else is asked. */
	answers: AskedState["answers"];
	/** The simulated now, unix seconds. */
	now: number;
}

/** Money moved: on to the shop. Declined: 402 with the sentence at its field. */
export function answerOutcome(reply: FastifyReply, attempt: Attempt): FastifyReply {
	const { outcome, view, form, now } = attempt;
	const asked = { answers: attempt.answers, problems: {} };
	switch (outcome.kind) {
		case "complete": {
			const target = successTarget(outcome.redirectTo, view.session.successUrl);
			if (target === null) return sendPage(reply, 200, completePage(view, now));
			return reply.redirect(target, 303);
		}
		case "requires_action":
			return reply.redirect(`/c/pay/${encodeURIComponent(view.session.id)}/authenticate`, 303);
		case "declined":
			return sendPage(
				reply,
				402,
				checkoutPage(view, { ...declinedForm(outcome, form), asked }, now),
			);
		case "incomplete": {
			const { email, name, expiry } = form;
			const state = { ...emptyForm, email, name, expiry };
			const problems = { ...asked, problems: outcome.problems };
			return sendPage(reply, 422, checkoutPage(view, { ...state, asked: problems }, now));
		}
		case "unavailable":
			return sendPage(reply, 409, unavailablePage(view, outcome.message, now));
	}
}

// The hosted invoice over HTTP: look, pay, take it along as PDF.
import type { FastifyInstance, FastifyReply } from "fastify";
import { emptyForm } from "../card/card-fields.ts";
import { checkForm, readForm, type TypedForm } from "../card/card-form.ts";
import { declinedForm, declineWords, faultyForm } from "../card/declined-form.ts";
import { readSaved } from "../card/saved-card-choice.ts";
import { formOf } from "../frame/form-body.ts";
import { unknownSessionPage } from "../frame/notice-page.ts";
import { sendPage } from "../frame/page-reply.ts";
import type { PagesBilling } from "../pages-billing.ts";
import type { InvoicePayment, InvoiceView } from "./invoice-billing.ts";
import { invoicePage, isPayable } from "./invoice-page.ts";
import { invoicePdf } from "./invoice-pdf.ts";

interface InvoiceRoute {
	Params: { invoice: string };
}

/** `GET` and `POST /i/:invoice`, `GET /i/:invoice/pdf`. */
export function registerInvoices(scope: FastifyInstance, billing: PagesBilling): void {
	scope.get<InvoiceRoute>("/i/:invoice", (request, reply) => {
		const view = billing.findInvoice(request.params.invoice);
		if (view === undefined) return answerUnknown(billing, reply);
		return show(reply, view, { now: billing.now(), status: 200 });
	});
	scope.get<InvoiceRoute>("/i/:invoice/pdf", (request, reply) => {
		const view = billing.findInvoice(request.params.invoice);
		if (view === undefined) return answerUnknown(billing, reply);
		const name = `invoice-${(view.number ?? view.id).replace(/[^\w-]/g, "")}.pdf`;
		return reply
			.type("application/pdf")
			.header("content-disposition", `inline; filename="${name}"`)
			.send(invoicePdf(view));
	});
	scope.post<InvoiceRoute>("/i/:invoice", (request, reply) => {
		const view = billing.findInvoice(request.params.invoice);
		if (view === undefined) return answerUnknown(billing, reply);
		// A second press of the button, or somebody who paid elsewhere, sees that it is paid.
		if (!isPayable(view)) return reply.redirect(`/i/${view.id}`, 303);
		return pay(billing, reply, { view, body: formOf(request) });
	});
}

interface Said {
	now: number;
	status: number;
	form?: typeof emptyForm;
	problem?: string;
}

function show(reply: FastifyReply, view: InvoiceView, said: Said): FastifyReply {
	const { now, status, form = emptyForm, problem = null } = said;
	return sendPage(reply, status, invoicePage({ view, form, problem, now }));
}

function pay(
	billing: PagesBilling,
	reply: FastifyReply,
	{ view, body }: { view: InvoiceView; body: URLSearchParams },
): FastifyReply {
	const now = billing.now();
	const saved = readSaved(body, view.cards);
	if (saved !== null) {
		return follow(billing, reply, { view, outcome: billing.payInvoice(view.id, { saved }) });
	}
	const typed = readForm(body);
	const checked = checkForm(typed, { now, asksForEmail: false });
	if (checked.kind === "invalid") {
		return show(reply, view, { now, status: 422, form: faultyForm(typed, checked.errors) });
	}
	const outcome = billing.payInvoice(view.id, checked.card);
	return follow(billing, reply, { view, outcome, typed });
}

function follow(
	billing: PagesBilling,
	reply: FastifyReply,
	{ view, outcome, typed }: { view: InvoiceView; outcome: InvoicePayment; typed?: TypedForm },
): FastifyReply {
	const now = billing.now();
	const fresh = billing.findInvoice(view.id) ?? view;
	switch (outcome.kind) {
		case "paid":
			return reply.redirect(`/i/${view.id}`, 303);
		case "requires_action":
			return reply.redirect(outcome.path, 303);
		case "unavailable":
			return show(reply, fresh, { now, status: 409, problem: outcome.message });
		case "declined":
			return typed === undefined
				? show(reply, fresh, { now, status: 402, problem: declineWords(outcome) })
				: show(reply, fresh, { now, status: 402, form: declinedForm(outcome, typed) });
	}
}

function answerUnknown(billing: PagesBilling, reply: FastifyReply): FastifyReply {
	return sendPage(reply, 404, unknownSessionPage(billing.now()));
}

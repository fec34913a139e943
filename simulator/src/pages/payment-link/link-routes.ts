// Payment links over HTTP: a visit becomes a Checkout session, or a page that says why not.
import type { FastifyInstance } from "fastify";
import { noticePage, unknownSessionPage } from "../frame/notice-page.ts";
import { sendPage } from "../frame/page-reply.ts";
import type { PagesBilling } from "../pages-billing.ts";
import type { LinkVisitor } from "./link-billing.ts";

interface LinkRoute {
	Params: { link: string };
}

/** `GET /b/:link`, which opens a session each time, and `GET /b/:link/thanks` for afterwards. */
export function registerPaymentLinks(scope: FastifyInstance, billing: PagesBilling): void {
	// Fastify would answer a HEAD like a GET; whoever only looks must not open sessions.
	scope.get<LinkRoute>("/b/:link", { exposeHeadRoute: false }, (request, reply) => {
		const now = billing.now();
		const query = new URL(request.url, "http://localhost").searchParams;
		const visit = billing.visitLink(request.params.link, visitorOf(query));
		if (visit === undefined) return sendPage(reply, 404, unknownSessionPage(now));
		if (visit.kind === "session") {
			return reply.redirect(`/c/pay/${encodeURIComponent(visit.id)}`, 303);
		}
		const title =
			visit.kind === "inactive"
				? "This payment link is not active any more"
				: "This payment link cannot be used";
		const message = visit.message ?? `Ask ${visit.businessName} for another way to pay.`;
		return sendPage(
			reply,
			visit.kind === "inactive" ? 410 : 409,
			noticePage({ title, message, now }),
		);
	});
	scope.get<LinkRoute>("/b/:link/thanks", (request, reply) => {
		const now = billing.now();
		const thanks = billing.findThanks(request.params.link);
		if (thanks === undefined) return sendPage(reply, 404, unknownSessionPage(now));
		const { businessName } = thanks;
		const message = thanks.message ?? `${businessName} has your payment. You can close this page.`;
		return sendPage(reply, 200, noticePage({ title: "Thanks for your payment", message, now }));
	});
}

/** What does not read as what it should be is left out, as Stripe ignores it. */
function visitorOf(query: URLSearchParams): LinkVisitor {
	const email = query.get("locked_prefilled_email") ?? query.get("prefilled_email") ?? "";
	const reference = query.get("client_reference_id") ?? "";
	const code = query.get("prefilled_promo_code") ?? "";
	return {
		email: /^[^@\s]+@[^@\s]+$/.test(email) && email.length <= 800 ? email : undefined,
		reference: /^[\w-]{1,200}$/.test(reference) ? reference : undefined,
		promotionCode: code === "" ? undefined : code,
	};
}

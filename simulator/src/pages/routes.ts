// Opens the hosted pages on a server.
import type { FastifyError, FastifyInstance } from "fastify";
import { registerChallenges } from "./bank/challenge-routes.ts";
import { registerAuthentication } from "./checkout/authenticate-routes.ts";
import { registerCheckout } from "./checkout/checkout-routes.ts";
import { registerConsole } from "./console/console-routes.ts";
import { registerAssets } from "./frame/assets.ts";
import { acceptForms } from "./frame/form-body.ts";
import { noticePage } from "./frame/notice-page.ts";
import { pageHeaders, sendPage } from "./frame/page-reply.ts";
import { isSameOrigin } from "./frame/same-origin.ts";
import { registerInvoices } from "./invoice/invoice-routes.ts";
import type { PagesBilling } from "./pages-billing.ts";
import { registerPaymentLinks } from "./payment-link/link-routes.ts";
import { registerPortal } from "./portal/portal-routes.ts";

/**
 * Adds Checkout at `/c/pay/:session`, payment links at `/b/:link`, the portal at `/p/session/:session`,
 * invoices at `/i/:invoice`, the bank at `/authenticate/:intent`, the console at `/`, and their assets, in a
 * scope of their own: body parsing, headers and errors of the rest of the server stay untouched.
 */
export function registerPages(app: FastifyInstance, billing: PagesBilling): void {
	app.register((scope, _options, done) => {
		acceptForms(scope);
		guard(scope, billing);
		registerAssets(scope);
		registerCheckout(scope, billing);
		registerPaymentLinks(scope, billing);
		registerAuthentication(scope, billing);
		registerChallenges(scope, billing);
		registerPortal(scope, billing);
		registerInvoices(scope, billing);
		registerConsole(scope, billing);
		done();
	});
}

function guard(scope: FastifyInstance, billing: PagesBilling): void {
	scope.addHook("onRequest", async (request, reply) => {
		reply.headers(pageHeaders);
		if (request.method !== "POST" || isSameOrigin(request.headers)) return;
		return sendPage(reply, 403, problemPage("This form came from another site.", billing.now()));
	});
	scope.setErrorHandler((error: FastifyError, request, reply) => {
		const status = error.statusCode ?? 500;
		if (status >= 500) request.log.error(error);
		const message =
			status >= 500
				? "The simulator could not finish this. Its log says why."
				: "The simulator could not read what was sent.";
		return sendPage(reply, status, problemPage(message, billing.now()));
	});
}

function problemPage(message: string, now: number) {
	return noticePage({ title: "Something went wrong", message, now });
}

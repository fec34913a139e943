// The route to Stripe's customer portal.
import type { Deps } from "../operations/deps.ts";
import { openPortal } from "../operations/open-portal.ts";
import type { Authenticator } from "./authenticate.ts";
import type { Routes } from "./routes.ts";
import { createPortalRequest, errorReply, portalSessionReply } from "./shapes.ts";

export function registerPortalSessions(routes: Routes, deps: Deps, who: Authenticator): void {
	routes.route({
		method: "POST",
		url: "/api/v1/stripe/create-portal-session",
		schema: {
			tags: ["Portal"],
			security: [{ bearer: [] }],
			summary: "Opens Stripe's customer portal for the caller",
			body: createPortalRequest,
			response: {
				200: portalSessionReply,
				400: errorReply,
				401: errorReply,
				409: errorReply,
				503: errorReply,
			},
		},
		handler: async (request) => {
			const user = await who.requireUser(request);
			const returnPath = request.body.return_path ?? "/dashboard";
			return { url: await openPortal(deps, user.id, returnPath) };
		},
	});
}
